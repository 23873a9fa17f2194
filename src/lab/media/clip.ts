/** The facts of a video file that the work depends on: the record that everybody has of it, its colours and its sound. */
import { ALL_FORMATS, EncodedPacketSink, FilePathSource, Input, type InputVideoTrack } from 'mediabunny';
import type { ClipRecord } from '../../core/domain/media-record.ts';
import { probe } from '../../core/media/probe/probe.ts';
import { WorkRefused } from './task.ts';

export type Clip = ClipRecord & {
  /** The first sound track's codec, in mediabunny's word; undefined without sound. */
  sound: string | undefined;
  /** How its colours are to be read, in FFmpeg's words; a matrix is always given. */
  colour: { full: boolean; matrix: string; primaries?: string; transfer?: string };
};

/** @throws WorkRefused when it is not a video that can be read. */
export async function readClip(path: string): Promise<Clip> {
  const record = await probe(path).catch((error: unknown) => {
    throw new WorkRefused('The source is not a video that can be read.', { cause: error });
  });
  if (record.medium !== 'video') throw new WorkRefused('The source is a picture, not a video.');
  const input = opened(path);
  try {
    const video = (await input.getVideoTracks())[record.track];
    const sound = await input.getPrimaryAudioTrack();
    return {
      ...record,
      sound: sound ? ((await sound.getCodec()) ?? 'unknown') : undefined,
      colour: colourOf(await video?.getColorSpace(), record.height),
    };
  } catch (error) {
    throw new WorkRefused('The source is not a video that can be read.', { cause: error });
  } finally {
    input.dispose();
  }
}

const opened = (path: string): Input =>
  new Input({
    source: new FilePathSource(path, { handleUnhandledError: () => {} }),
    formats: ALL_FORMATS,
  });

/** When each frame of it is shown, in seconds from the first; what an edit list leaves out is not looked at. */
export async function frameTimes(path: string, clip: ClipRecord): Promise<number[]> {
  if (!clip.uneven) return Array.from({ length: clip.frames }, (_, at) => at / clip.fps);
  const input = opened(path);
  try {
    const video = (await input.getVideoTracks())[clip.track];
    if (!video) return [];
    const times: number[] = [];
    const packets = new EncodedPacketSink(video).packets(undefined, undefined, { metadataOnly: true });
    for await (const { timestamp } of packets) times.push(timestamp);
    times.sort((one, other) => one - other);
    return times.map((time) => time - (times[0] ?? 0));
  } finally {
    input.dispose();
  }
}

const ffmpegWords: Record<string, string> = {
  pq: 'smpte2084',
  hlg: 'arib-std-b67',
  'bt2020-ncl': 'bt2020nc',
};

type Space = Awaited<ReturnType<InputVideoTrack['getColorSpace']>>;

/** An unmarked matrix is what players take it for at this size, so that enlarging does not change their minds. */
function colourOf(space: Space | undefined, height: number): Clip['colour'] {
  const word = (value: string) => ffmpegWords[value] ?? value;
  return {
    full: space?.fullRange === true,
    matrix: word(space?.matrix ?? (height < 720 ? 'smpte170m' : 'bt709')),
    ...(space?.primaries ? { primaries: word(space.primaries) } : {}),
    ...(space?.transfer ? { transfer: word(space.transfer) } : {}),
  };
}
