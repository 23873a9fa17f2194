import { z } from 'zod';
import { constant, defineModel, media } from './define-model.ts';
import { megapixels } from './work.ts';

export const svd = defineModel({
  name: 'svd',
  command: 'animate',
  does: 'Picture to video',
  maker: 'SVD',
  short: 'To video',
  tag: 'moving',
  summary: 'Turns a picture into a short video.',
  words: [
    'animated',
    'animation',
    'bring to life',
    'come alive',
    'alive',
    'move',
    'moving',
    'moves',
    'to video',
    'into video',
    'video',
  ],
  gives: 'video',
  digitalSource: 'trainedAlgorithmicMedia',
  price: 16_590,
  // Of the result, over all frames, whatever the picture's size: it makes it so large before it begins.
  work: ({ frames }) => megapixels({ width: 1024, height: 576 }) * Number(frames),
  usualWork: megapixels({ width: 1024, height: 576 }) * 14,
  usualSource: { width: 1024, height: 576 },
  usualMs: 29_630,
  deadlineMs: 900_000,
  // Of its size the provider says nothing.
  expect: ({ fps, frames }) => ({
    fps: Number(fps),
    frames: Number(frames),
    seconds: Number(frames) / Number(fps),
    audio: false,
    alpha: false,
  }),
  schema: z.object({
    image: media('image', 'Image', 'The picture to bring to life'),
    base64: constant(false),
    cond_aug: z
      .number()
      .min(0)
      .max(1)
      .default(0.2)
      .meta({ title: 'Noise', description: 'Noise added to the picture; more moves further away from it' }),
    fps: z
      .int()
      .min(1)
      .max(60)
      .default(7)
      .meta({ title: 'Frames per second', description: 'Frame rate of the result', role: 'rate' }),
    frames: z
      .literal([14, 25])
      .default(14)
      // The provider's sample sends it as text although its table says integer.
      .meta({ title: 'Frames', description: 'How many frames the result has', wire: 'text' }),
    motion: z.int().min(1).max(180).default(127).meta({ title: 'Motion', description: 'How much moves' }),
    resize_method: z
      .enum(['maintain_aspect_ratio', 'crop_to_16_9'])
      .default('maintain_aspect_ratio')
      .meta({
        title: 'Resize method',
        description: 'Keep the shape of the picture, or crop it to 16:9',
        labels: { maintain_aspect_ratio: 'Keep the shape', crop_to_16_9: 'Crop to 16:9' },
      }),
    seed: z
      .int()
      .min(-1)
      .max(999_999_999_999_999)
      .default(-1)
      .meta({ title: 'Seed', description: 'The same seed repeats a result; -1 is random' }),
  }),
});
