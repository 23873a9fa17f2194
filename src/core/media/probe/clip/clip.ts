/** What a video in MP4, QuickTime, Matroska or WebM holds, by its packets. Runs in the reader (reader-program.ts). */
import {
  EncodedPacketSink,
  FilePathSource,
  Input,
  type InputFormat,
  type InputVideoTrack,
  MATROSKA,
  MatroskaInputFormat,
  MP4,
  QTFF,
  WEBM,
} from 'mediabunny';
import type { Asked, Reading } from '../reading.ts';
import { Unreadable } from '../unreadable.ts';
import { codingOf } from './codecs.ts';
import { beginsEmpty, type Edit, edited, readEdits } from './edits.ts';
import { stretchedBy } from './pixels.ts';
import { type Shown, type Timing, timingOf } from './timing.ts';

/** Pictures whose times are read one by one: over five minutes at 60 a second. */
const mostPictures = 20_000;

/** Frames per second; telephones film slow motion at 240. Beyond it the times are false and would hide the length. */
const maxRate = 250;

/** What mediabunny calls a container that has a name of its own here. */
const called: Readonly<Record<string, string>> = { 'video/3gpp': 'video/mp4' };

/** @throws Unreadable, or what the library says of damage */
export async function readClip({ path, type }: Asked): Promise<Reading> {
  const input = new Input({
    formats: [MP4, QTFF, MATROSKA, WEBM],
    // A file that breaks off is reported by the read that meets it; the reads ahead of it need not say so too.
    source: new FilePathSource(path, { handleUnhandledError: () => {} }),
  });
  try {
    if (!(await input.canRead())) throw new Unreadable({ refused: 'unknown' });
    const format = await input.getFormat();
    if (format.mimeType !== (called[type] ?? type)) throw new Unreadable({ refused: format.mimeType });
    const tracks = await pictureTracks(input);
    const sounds = await input.getAudioTracks();
    const track = await shownOf(tracks);
    if (!track && sounds.length > 0) throw new Unreadable({ refused: 'audio/mp4' });
    if (!track) throw new Error('no tracks in it');
    const [width, height] = [await track.getDisplayWidth(), await track.getDisplayHeight()];
    const pixel = await track.getPixelAspectRatio();
    const timing = await timingIn(path, { input, format, track });
    if (!(width > 0 && height > 0 && timing.seconds > 0)) throw new Error('it shows nothing');
    checkRate(timing);
    return {
      medium: 'video',
      type,
      width,
      height,
      ...(await codingOf(track)),
      ...timing,
      ...stretchedBy(pixel.num / pixel.den),
      audio: sounds.length > 0,
      track: tracks.indexOf(track),
      further: (await input.getTracks()).length - 1 - Math.min(1, sounds.length),
    };
  } finally {
    input.dispose();
  }
}

/** Without covers, which are tracks of one picture beside others. */
async function pictureTracks(input: Input): Promise<InputVideoTrack[]> {
  const all = await input.getVideoTracks();
  if (all.length < 2) return all;
  const counts = await Promise.all(
    all.map((it) => it.computePacketStats(2, { metadataOnly: true }).catch(() => undefined)),
  );
  const moving = all.filter((_, index) => (counts[index]?.packetCount ?? 0) > 1);
  return moving.length > 0 ? moving : all.slice(0, 1);
}

/** As players choose: the first that is marked to be shown, else the first. */
async function shownOf(tracks: readonly InputVideoTrack[]): Promise<InputVideoTrack | undefined> {
  for (const track of tracks) if ((await track.getDisposition()).default) return track;
  return tracks[0];
}

type Opened = { input: Input; format: InputFormat; track: InputVideoTrack };

async function timingIn(path: string, { input, format, track }: Opened): Promise<Timing> {
  // The last picture is really read: a download that broke off has a whole header and no end.
  const sink = new EncodedPacketSink(track);
  const [first, last] = [await sink.getFirstPacket(), await sink.getPacket(Number.POSITIVE_INFINITY)];
  if (!first?.byteLength || !last?.byteLength) throw new Error('no pictures in it');
  const matroska = format instanceof MatroskaInputFormat;
  if (matroska) await checkClaim(input);
  const edits = matroska ? [] : await readEdits(path, track.id);
  const began = await beginning(input, edits);
  const pictures: Shown[] = [];
  for await (const packet of sink.packets(undefined, undefined, { metadataOnly: true })) {
    if (pictures.length >= mostPictures) return sampled(track, pictures, edits);
    pictures.push({ at: packet.timestamp, lasts: packet.duration });
  }
  // Of all that is there, also where an edit list leaves most of it out.
  checkRate(timingOf(pictures));
  return timingOf(edited(pictures, edits), began);
}

function checkRate({ fps }: Timing): void {
  if (!(fps <= maxRate)) throw new Error(`${fps} pictures a second`);
}

/** Matroska has no table of what should come, so one that broke off is known by the length it claims. */
async function checkClaim(input: Input): Promise<void> {
  const [claimed, found] = [await input.getDurationFromMetadata(), await input.computeDuration()];
  if (claimed !== null && claimed > found * 1.1 + 1)
    throw new Error(`${claimed} s were promised and ${found} s are there`);
}

/** When something is heard first, on the clock of whoever plays it, or nothing is shown from the start on. */
async function beginning(input: Input, edits: readonly Edit[]): Promise<number> {
  if (beginsEmpty(edits)) return 0;
  const sound = await input.getPrimaryAudioTrack();
  return sound ? Math.max(0, await sound.getFirstTimestamp()) : Number.POSITIVE_INFINITY;
}

/** Of a long one: its first pictures stand for the others. */
async function sampled(
  track: InputVideoTrack,
  pictures: readonly Shown[],
  edits: readonly Edit[],
): Promise<Timing> {
  const { fps, uneven } = timingOf(pictures);
  const whole = (await track.computeDuration()) - (await track.getFirstTimestamp());
  const shown = edits.reduce((sum, { from, lasts }) => sum + (from === undefined ? 0 : lasts), 0);
  const seconds = shown > 0 ? Math.min(shown, whole) : whole;
  return { seconds, fps, uneven, frames: Math.max(1, Math.round(seconds * fps)) };
}
