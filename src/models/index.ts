/** The models, in the order people see them. A new model is one file and one line here. */
import { clarityFluxUpscaler } from './clarityai-flux-upscaler.ts';
import { esrgan } from './esrgan.ts';
import { flashvsr } from './flashvsr.ts';
import type { Model } from './model.ts';
import { svd } from './svd.ts';
import { videoFrameInterpolation } from './video-frame-interpolation.ts';

export const models: readonly Model[] = [esrgan, clarityFluxUpscaler, flashvsr, videoFrameInterpolation, svd];

/** Finds a model by its name or by its command. */
export const findModel = (name: string): Model | undefined =>
  models.find((model) => model.name === name || model.command === name);
