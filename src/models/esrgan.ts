import { z } from 'zod';
import { defineModel, larger, media } from './define-model.ts';
import { largerWords } from './larger-words.ts';
import { megapixels } from './work.ts';

export const esrgan = defineModel({
  name: 'esrgan',
  command: 'upscale',
  does: 'Larger picture',
  maker: 'ESRGAN',
  short: 'Larger',
  main: 'scale',
  offers: [4, 2],
  tastes: [{ scale: 4 }],
  summary: 'Makes a picture larger and sharper.',
  words: largerWords,
  gives: 'image',
  digitalSource: 'algorithmicallyEnhanced',
  price: 500,
  // Of the result.
  work: ({ scale }, source) => megapixels(larger(source, Number(scale))),
  usualWork: megapixels({ width: 4096, height: 4096 }),
  usualSource: { width: 1024, height: 1024 },
  usualMs: 4_930,
  deadlineMs: 600_000,
  whenMoving: 'flashvsr',
  expect: ({ scale, output_format }, source) => ({
    ...larger(source, Number(scale)),
    frames: 1,
    alpha: source.alpha === true && output_format !== 'jpeg',
  }),
  // Its default would fill what is transparent.
  presets: ({ output_format }, { alpha }) =>
    alpha && output_format === undefined ? { output_format: 'png' } : {},
  schema: z.object({
    image: media('image', 'Image', 'The picture to enlarge'),
    output_format: z
      .enum(['jpeg', 'png', 'webp'])
      .default('jpeg')
      .meta({
        title: 'File type',
        description: 'File type of the result',
        role: 'format',
        labels: { jpeg: 'JPEG', png: 'PNG', webp: 'WebP' },
      }),
    quality: z.int().min(10).max(100).default(95).meta({
      title: 'Quality',
      description: 'Compression quality of the result; higher is better and larger',
    }),
    scale: z
      .literal([2, 4, 8])
      .default(2)
      // The provider's sample sends it as text although its table says integer.
      .meta({ title: 'Scale', description: 'How many times wider and higher', role: 'times', wire: 'text' }),
  }),
});
