/** What a video in AVI, MPEG-TS, MPEG-PS, FLV or Windows Media holds: FFmpeg lists its packets, and nothing but the first picture is decoded. */
import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { Failure } from '../../../domain/failure.ts';
import type { MediaRecord } from '../../../domain/media-record.ts';
import { firstPicture, inFolder, runOn, type Work } from '../decoded.ts';
import { stretchedBy } from './pixels.ts';
import { type Shown, timingOf } from './timing.ts';
import { checkWhole } from './whole.ts';

/** Bytes of the list; six hours of video with sound. */
const mostList = 30_000_000;

/** Frames per second; beyond it the times are false and would hide the length. */
const maxRate = 250;

type Stream = {
  medium: string;
  codec: string;
  width: number;
  height: number;
  /** Of a pixel: width by height. */
  shape: number;
  /** Seconds of a tick. */
  tick: number;
  pictures: Shown[];
};

/** @throws Failure file-not-media with sound only, file-damaged, picture-too-large; as `runOn` */
export async function readStreams(work: Work): Promise<MediaRecord> {
  const { path, kind, maxPixels } = work;
  const damaged = (cause: unknown) => new Failure('file-damaged', { medium: 'video' }, { cause });
  const streams = await listed(work);
  const clips = streams.filter(({ medium }) => medium === 'video');
  const sounds = streams.filter(({ medium }) => medium === 'audio');
  const [clip] = clips;
  if (!clip && sounds.length > 0) throw new Failure('file-not-media', { found: 'audio/mp4' });
  if (!clip?.pictures.length) throw damaged(new Error('no pictures in it'));
  const heard = sounds.flatMap(({ pictures }) => pictures.slice(0, 1)).map(({ at }) => at);
  const timing = timingOf(clip.pictures, Math.min(...heard));
  // The longer way, as the other reader has it: nothing of what was recorded is lost.
  const width = Math.round(clip.width * Math.max(1, clip.shape));
  const height = Math.round(clip.height / Math.min(1, clip.shape));
  if (width * height > maxPixels) throw new Failure('picture-too-large', { width, height, limit: maxPixels });
  if (!(width > 0 && height > 0 && timing.seconds > 0 && timing.fps <= maxRate))
    throw damaged(new Error(`${width} × ${height}, ${timing.seconds} s, ${timing.fps} pictures a second`));
  await checkWhole(path, kind.type, timing.seconds).catch((error: unknown) => {
    throw damaged(error);
  });
  const { alpha, depth, light } = await firstPicture(work, ['-map', '0:V:0']);
  return {
    medium: 'video',
    type: kind.type,
    width,
    height,
    alpha,
    // A copy in PNG has 8 bits or 16, and videos with more than 8 have 10.
    depth: depth > 8 ? 10 : 8,
    light,
    ...timing,
    ...stretchedBy(clip.shape),
    codec: names[clip.codec] ?? clip.codec,
    audio: sounds.length > 0,
    track: 0,
    further: streams.length - 1 - Math.min(1, sounds.length),
  };
}

/** In the other reader's word. */
const names: Readonly<Record<string, string>> = { h264: 'avc' };

/** FFmpeg's list (its muxer `framecrc`): a head for each stream, then a line for each packet. */
function listed(work: Work): Promise<Stream[]> {
  return inFolder(async (folder) => {
    const list = join(folder, 'packets');
    const streams = ['-map', '0:V?', '-map', '0:a?', '-map', '0:s?'];
    await runOn(work, [...streams, '-c', 'copy', '-fs', String(mostList), '-f', 'framecrc'], list);
    const found: Stream[] = [];
    for await (const line of createInterface({ input: createReadStream(list, 'latin1') })) read(line, found);
    return found.filter(Boolean);
  });
}

function read(line: string, streams: Stream[]): void {
  const [, key, number, value = ''] = /^#(\w+) (\d+):\s*(.*)$/.exec(line) ?? [];
  if (key !== undefined) {
    const at = Number(number);
    streams[at] ??= { medium: '', codec: '', width: 0, height: 0, shape: 1, tick: 0, pictures: [] };
    const stream = streams[at];
    const [one = 0, other = 0] = value.split(/[/x]/).map(Number);
    if (key === 'media_type') stream.medium = value;
    if (key === 'codec_id') stream.codec = value;
    if (key === 'tb' && other > 0) stream.tick = one / other;
    if (key === 'dimensions') [stream.width, stream.height] = [one, other];
    // 0/1: nothing is said.
    if (key === 'sar' && one > 0 && other > 0) stream.shape = one / other;
    return;
  }
  const [index, , shown, lasts, bytes] = line.split(',').map(Number);
  const stream = streams[index ?? -1];
  // Of sound only the beginning counts; what has no bytes shows what was there before.
  if (!stream || shown === undefined || !(Number(bytes) > 0)) return;
  if (stream.medium === 'video' || stream.pictures.length === 0)
    stream.pictures.push({ at: shown * stream.tick, lasts: (lasts ?? 0) * stream.tick });
}
