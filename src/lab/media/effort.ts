/** What the lab's work on a clip takes of the processors, known from the clip's record and the settings before it begins. */
import { availableParallelism } from 'node:os';
import type { ClipRecord } from '../../core/domain/media-record.ts';
import type { Settings } from '../../models/model.ts';

export type TooMuch = {
  /** Seconds that it would take on this machine with nothing else to do, and those that it may. */
  seconds: number;
  limit: number;
  /** Seconds of the same clip that can be done with these settings. */
  longest: number;
};

type Clip = Pick<ClipRecord, 'width' | 'height' | 'seconds' | 'fps'>;

/** Seconds; nobody waits longer for what no model makes. */
const limit = 240;
/** More cores wait for each other. */
const mostCores = 8;

/**
 * Seconds of a processor for a thousand million pixels (docs/benchmarks.md): of FlashVSR's source and of its result in frames
 * of more than four megapixels, as measured; of its result in smaller ones, which are written with more care; of FILM's
 * result, and of its new frames.
 */
const large = { source: 43, result: 5.5 };
const [small, fuller, written, moved, mixed] = [30, 1.6, 12, 45, 5];
const largeFrame = 4_000_000;
/** Pixels of FILM's new frames that are made with motion; past it they are only mixed. */
export const mostMoved = 4.5e9;

/** Of FILM: those of frames between the clip's own. */
export const madePixels = ({ width, height, seconds, fps }: Clip, outputFps: number): number =>
  width * height * seconds * Math.max(0, outputFps - fps);

const efforts: Readonly<Record<string, (settings: Settings, clip: Clip) => number>> = {
  flashvsr({ scale, mode }, { width, height, seconds, fps }) {
    const times = Number(scale) ** 2;
    const each = width * height * times > largeFrame ? large.source + large.result * times : small * times;
    return (width * height * seconds * fps * each * (mode === 'full' ? fuller : 1)) / 1e9;
  },
  'video-frame-interpolation'({ output_fps }, clip) {
    const outputFps = Number(output_fps);
    const made = madePixels(clip, outputFps);
    const all = clip.width * clip.height * clip.seconds * outputFps;
    return (all * written + made * (made > mostMoved ? mixed : moved)) / 1e9;
  },
};

/** Undefined where it ends in time, and for models of pictures. @param model its name */
export function tooMuch(
  model: string,
  settings: Settings,
  clip: Clip,
  cores = availableParallelism(),
): TooMuch | undefined {
  const processor = efforts[model]?.(settings, clip) ?? 0;
  const seconds = processor / Math.min(cores, mostCores);
  if (seconds <= limit) return undefined;
  return { seconds, limit, longest: Math.floor((clip.seconds * limit) / seconds) };
}
