/** Which moment between two frames of a clip each frame of a smoother one shows. */

export type Plan = {
  /** Frames per second of the result. */
  fps: number;
  /** How many frames stand for each one of the clip: 1 repeats them, Infinity makes one wherever one is needed. */
  steps: number;
  /** Seconds: what stands still longer than that is meant to stand still. */
  longest: number;
};

/** Seconds: nearer than that to a frame is the frame. Times in files are rounded, to a thousandth in some. */
const slack = 0.0006;
/** Parts of the way between two frames: nearer than that to one of them, nobody sees the difference. */
const near = 1 / 32;

/**
 * The result's frames from number `first` on that begin before `to` (s), each as its place between the frame that is
 * shown from `from` (0) and the one from `to` (1). What comes before `from` shows the first of the two.
 */
export function momentsBetween(plan: Plan, first: number, from: number, to: number): number[] {
  const moments: number[] = [];
  for (let at = first / plan.fps; at < to - slack; at = (first + moments.length) / plan.fps) {
    const way = to - from > plan.longest ? 0 : Math.max(0, (at - from) / (to - from));
    const step =
      plan.steps === Number.POSITIVE_INFINITY ? way : Math.floor((way + near) * plan.steps) / plan.steps;
    moments.push(step < near ? 0 : step > 1 - near ? 1 : step);
  }
  return moments;
}
