/** The facts of a video file that the work depends on, read by mediabunny. */
import { ALL_FORMATS, FilePathSource, Input, type InputVideoTrack } from 'mediabunny';
import { WorkRefused } from './task.ts';

export type Clip = {
  /** As shown: square pixels, upright. */
  width: number;
  height: number;
  /** Of the picture, in seconds, from its first frame's start to its last frame's end. */
  seconds: number;
  frames: number;
  /** Frames per second on average, as FFmpeg writes it: `25` or `30000/1001`. */
  rate: string;
  fps: number;
  /** The first sound track's codec, in mediabunny's word; undefined without sound. */
  sound: string | undefined;
  /** How its colours are to be read, in FFmpeg's words; a matrix is always given. */
  colour: { full: boolean; matrix: string; primaries?: string; transfer?: string };
};

/** @throws WorkRefused when it is not a video that can be read. */
export async function readClip(path: string): Promise<Clip> {
  const input = new Input({ source: new FilePathSource(path), formats: ALL_FORMATS });
  try {
    const video = await input.getPrimaryVideoTrack();
    if (!video) throw new WorkRefused('The source has no video track.');
    const first = await video.getFirstTimestamp();
    const seconds = (await video.computeDuration()) - first;
    const { packetCount } = await video.computePacketStats();
    if (!(seconds > 0) || packetCount === 0) throw new WorkRefused('The video has no frames.');
    const { rate, fps } = nearestRate(packetCount / seconds);
    const sound = await input.getPrimaryAudioTrack();
    return {
      width: await video.getDisplayWidth(),
      height: await video.getDisplayHeight(),
      seconds,
      frames: packetCount,
      rate,
      fps,
      sound: sound ? ((await sound.getCodec()) ?? 'unknown') : undefined,
      colour: colourOf(await video.getColorSpace(), await video.getDisplayHeight()),
    };
  } catch (error) {
    if (error instanceof WorkRefused) throw error;
    throw new WorkRefused('The source is not a video that can be read.', { cause: error });
  } finally {
    input.dispose();
  }
}

const ffmpegWords: Record<string, string> = {
  pq: 'smpte2084',
  hlg: 'arib-std-b67',
  'bt2020-ncl': 'bt2020nc',
};

/** An unmarked matrix is what players take it for at this size, so that enlarging does not change their minds. */
function colourOf(space: Awaited<ReturnType<InputVideoTrack['getColorSpace']>>, height: number) {
  const { primaries, transfer } = space;
  const word = (value: string) => ffmpegWords[value] ?? value;
  return {
    full: space.fullRange === true,
    matrix: word(space.matrix ?? (height < 720 ? 'smpte170m' : 'bt709')),
    ...(primaries ? { primaries: word(primaries) } : {}),
    ...(transfer ? { transfer: word(transfer) } : {}),
  };
}

/** Television's rates are fractions; a measured average is close to one of them or taken as it is. */
function nearestRate(measured: number): { rate: string; fps: number } {
  const whole = Math.round(measured);
  for (const divisor of [1000, 1001]) {
    const fps = (whole * 1000) / divisor;
    if (whole > 0 && Math.abs(measured / fps - 1) < 0.0004)
      return { rate: divisor === 1000 ? String(whole) : `${whole * 1000}/1001`, fps };
  }
  const rounded = Math.round(measured * 1000);
  return { rate: `${rounded}/1000`, fps: rounded / 1000 };
}
