/** Which sizes of a video are worth their bytes. */

export type Clip = { width: number; height: number; seconds: number; fps: number; audio: boolean };

/** One way to encode it; bits per second. */
export type Step = { width: number; height: number; video: number; audio: number };

/**
 * Bits for each pixel of each frame below which H.264 shows blocks on anything that moves. What is called good for
 * web video lies about 0.1; two passes go to half of that, and below it a smaller picture looks better.
 */
export const floor = 0.04;

/** Pixels along the shorter edge. */
const shorterEdges = [1080, 720, 480];

const [leastAudio, mostAudio] = [32_000, 128_000];

/** Bytes of an MP4's tables: some for each frame and each of about 47 sound packets a second, some for itself. */
const tables = ({ seconds, fps, audio }: Pick<Clip, 'seconds' | 'fps' | 'audio'>): number =>
  4000 + seconds * (fps * 20 + (audio ? 47 * 8 : 0));

/**
 * The sizes, largest first, at which a video of `target` bytes stays above the floor; none when even 480p would
 * not. A video that is smaller than a size is not enlarged to it.
 */
export function stepsFor(clip: Clip, target: number): Step[] {
  const total = ((target - tables(clip)) * 8) / clip.seconds;
  const audio = clip.audio ? Math.round(Math.min(mostAudio, Math.max(leastAudio, total * 0.1))) : 0;
  // A few percent for the encoder to miss by.
  const video = Math.floor((total - audio) * 0.97);
  const shorter = Math.min(clip.width, clip.height);
  return [shorter, ...shorterEdges.filter((edge) => edge < shorter)]
    .map((edge) => ({
      width: even((clip.width * edge) / shorter),
      height: even((clip.height * edge) / shorter),
      video,
      audio,
    }))
    .filter((step) => video >= leastVideo(step, clip));
}

/** Bits per second that a size needs at least. */
export const leastVideo = (step: Pick<Step, 'width' | 'height'>, { fps }: Pick<Clip, 'fps'>): number =>
  step.width * step.height * fps * floor;

/** 4:2:0 pictures, the ones that play everywhere, have only even sizes. */
const even = (size: number): number => Math.max(2, 2 * Math.round(size / 2));
