/** What models' work is made of. */
import type { Model, Shape } from './model.ts';

/** The clip that the published averages are taken to be of: ten seconds of 720p. */
export const usualClip = { width: 1280, height: 720, seconds: 10, fps: 30, frames: 300 } as const;

export const megapixels = ({ width, height }: Pick<Shape, 'width' | 'height'>): number =>
  (width * height) / 1e6;

/** How many times what is usual so much work is: what is less than usual is taken for as much as that. */
export const timesUsual = ({ usualWork }: Pick<Model, 'usualWork'>, work: number | undefined): number =>
  work === undefined ? 1 : Math.max(1, work / usualWork);

/** As the file says, or by its length and rate; of one of which nothing is known, as many as `usual` has. */
export const framesOf = ({ frames, seconds, fps }: Shape, usual: { fps: number; frames: number }): number =>
  frames ?? (seconds === undefined ? usual.frames : Math.max(1, Math.round(seconds * (fps ?? usual.fps))));
