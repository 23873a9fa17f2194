/** What was wrong with the picture or video: its link, its file. */
import { bytes, duration, quoted } from '../amounts.ts';
import { contentName, contentWay, keptName, keptWay } from './contents.ts';
import { entry } from './entry.ts';

const medium = { image: 'picture', video: 'video' } as const;
type MediumFacts = { medium: 'image' | 'video' };

/** For whoever runs the place; which FFmpeg reads what stands in docs/files.md. */
const ownersWay = {
  none: 'Whoever runs this can have it read by installing FFmpeg.',
  other: 'Whoever runs this can have it read by installing another FFmpeg.',
};

export const sourceFailures = {
  'no-source': entry((it: MediumFacts) => `This needs a ${medium[it.medium]}.`, 'Add a file or a link.'),

  // The link
  'link-invalid': entry(
    (it: { link: string }) => `The text ${quoted(it.link)} is not a web link.`,
    'Use one that starts with https://.',
  ),
  'link-private': entry(
    (it: { host: string }) =>
      `The link leads to ${it.host}, a private or reserved address that is never fetched.`,
    'Use a public link or attach the file.',
  ),
  'link-not-found': entry(
    (it: { host: string }) => `The server ${it.host} could not be found.`,
    'Check the link.',
  ),
  'link-refused': entry(
    (it: { host: string; status: number }) => `The server ${it.host} answered with error ${it.status}.`,
    'Check that the link opens for everybody, or attach the file.',
  ),
  'link-unreachable': entry(
    (it: { host: string }) => `The server ${it.host} could not be reached.`,
    'Try again or attach the file.',
  ),
  'link-redirects': entry(
    (it: { host: string }) => `The link at ${it.host} redirects too often.`,
    'Use the final link.',
  ),
  'link-too-slow': entry(
    (it: { host: string; ms: number }) =>
      `The server ${it.host} did not send the whole file within ${duration(it.ms)}.`,
    'Try again or attach the file.',
  ),
  'link-web-page': entry(
    (it: { host: string }) => `The link at ${it.host} is a web page, not a file.`,
    'Use the link of the picture or video itself.',
  ),

  // The file
  'file-missing': entry(
    (it: { file: string }) => `The file ${it.file} could not be read.`,
    'Check its name.',
  ),
  'file-empty': entry(() => 'The file is empty.', 'Choose another one.'),
  'file-too-large': entry(
    (it: { limit: number }) => `The file is larger than ${bytes(it.limit)}.`,
    'Choose a smaller one.',
  ),
  'file-not-media': entry(
    (it: { found: string }) =>
      `The file is ${contentName(it.found)}, not a picture or video that can be read.`,
    (it) => contentWay(it.found),
  ),
  'file-needs-ffmpeg': entry(
    (it: { found: string; lacks?: true }) =>
      `The file is ${keptName(it.found)}, which cannot be read ${it.lacks ? 'with this machine’s FFmpeg' : 'on this machine'}.`,
    (it) => `${keptWay(it.found)} ${it.lacks ? ownersWay.other : ownersWay.none}`,
  ),
  'reader-busy': entry(
    (it: MediumFacts) => `The ${medium[it.medium]} could not be read now, since the machine is busy.`,
    'Try again.',
  ),
  'file-wrong-medium': entry(
    (it: MediumFacts & { needed: 'image' | 'video' }) =>
      `This needs a ${medium[it.needed]}, but the file is a ${medium[it.medium]}.`,
    (it) => `Choose a ${medium[it.needed]}.`,
  ),
  'file-damaged': entry(
    (it: MediumFacts) => `The ${medium[it.medium]} is damaged and cannot be read.`,
    'Try another copy.',
  ),
  'not-convertible': entry(
    (it: MediumFacts) => `The ${medium[it.medium]} could not be turned into one that the model can read.`,
    (it) => `Save it as ${it.medium === 'image' ? 'JPEG or PNG' : 'MP4'} and try again.`,
  ),
  'picture-too-large': entry(
    (it: { width: number; height: number; limit: number }) =>
      `The picture is ${it.width} × ${it.height} pixels, more than ${Math.round(it.limit / 1e6)} megapixels.`,
    'Make it smaller first.',
  ),
  'file-too-heavy': entry(
    (it: MediumFacts) =>
      `The ${medium[it.medium]} takes more memory or time than this machine has for one file.`,
    (it) => (it.medium === 'image' ? 'Make it smaller first.' : 'Make it smaller or shorter first.'),
  ),
  'video-too-long': entry(
    (it: { seconds: number; limit: number }) =>
      `The video lasts ${(Math.ceil(it.seconds * 10) / 10).toFixed(1)} s, but this model takes at most ${it.limit} s.`,
    'Cut it first.',
  ),
} as const;
