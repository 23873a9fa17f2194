import { z } from 'zod';
import { defineModel, larger, media } from './define-model.ts';
import { megapixels } from './work.ts';

export const clarityFluxUpscaler = defineModel({
  name: 'clarityai-flux-upscaler',
  command: 'clarity',
  does: 'Larger, with new detail',
  maker: 'Clarity',
  short: 'New detail',
  tag: 'detail',
  main: 'scale_factor',
  tastes: [{ creativity: -6 }, { creativity: 6 }],
  summary: 'Enlarges a picture and invents fine detail, led by a prompt.',
  words: ['detail', 'details', 'detailed', 'texture', 'textures'],
  gives: 'image',
  digitalSource: 'compositeWithTrainedAlgorithmicMedia',
  price: 168_400,
  // Of the result: it has no setting for how many steps it takes.
  work: ({ scale_factor }, source) => megapixels(larger(source, Number(scale_factor))),
  usualWork: megapixels({ width: 4096, height: 4096 }),
  usualSource: { width: 1024, height: 1024 },
  usualMs: 343_970,
  deadlineMs: 1_200_000,
  instead: 'esrgan',
  whenMoving: 'flashvsr',
  expect: ({ scale_factor }, source) => ({
    ...larger(source, Number(scale_factor)),
    frames: 1,
    alpha: source.alpha === true,
  }),
  schema: z.object({
    creativity: z
      .int()
      .min(-10)
      .max(10)
      .default(3)
      .meta({ title: 'Creativity', description: '-10 stays closest to the picture, 10 invents most' }),
    // The provider makes it optional and falls back to a demo picture; a paid run without a source is never meant.
    image: media('image', 'Image', 'The picture to enlarge'),
    lora_link: z
      .string()
      .max(500)
      .default('')
      .meta({ title: 'LoRA link', description: 'Link to LoRA weights that set a style' }),
    prompt: z
      .string()
      .max(1500)
      // Left out, the provider would apply a landscape sentence of its own, so a neutral one is always sent.
      .default('best quality, sharp focus, fine natural detail')
      .meta({
        title: 'Prompt',
        description: 'What the picture shows, to lead the invented detail',
        role: 'prompt',
      }),
    scale_factor: z
      .int()
      .min(2)
      .max(16)
      .default(4)
      .meta({ title: 'Scale', description: 'How many times wider and higher', role: 'times' }),
  }),
});
