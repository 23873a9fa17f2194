import { z } from 'zod';
import { defineModel, larger, media } from './define-model.ts';
import { largerWords } from './larger-words.ts';
import { framesOf, megapixels, usualClip } from './work.ts';

export const flashvsr = defineModel({
  name: 'flashvsr',
  command: 'upscale-video',
  does: 'Larger video',
  maker: 'FlashVSR',
  short: 'Larger',
  main: 'scale',
  summary: 'Makes a video larger and sharper.',
  words: largerWords,
  gives: 'video',
  digitalSource: 'compositeWithTrainedAlgorithmicMedia',
  price: 117_620,
  // Of the result, over all frames; in full mode twice that, which is our own guess.
  work: ({ scale, mode }, source) =>
    megapixels(larger(source, Number(scale))) * framesOf(source, usualClip) * (mode === 'full' ? 2 : 1),
  usualWork: megapixels({ width: 2560, height: 1440 }) * usualClip.frames,
  usualSource: usualClip,
  usualMs: 163_060,
  deadlineMs: 900_000,
  // Of sound the provider says nothing, nor has it a setting for it: a result without is told as a difference.
  expect: ({ scale }, source) => {
    const { seconds, fps, frames, audio } = source;
    return { ...larger(source, Number(scale)), seconds, fps, frames, audio, alpha: false };
  },
  schema: z.object({
    video: media('video', 'Video', 'The video to enlarge, at most 60 seconds', { maxSeconds: 60 }),
    color_fix: z
      .boolean()
      .default(true)
      .meta({ title: 'Keep colours', description: 'Hold the colours of the original' }),
    local_range: z.int().min(5).max(15).default(12).meta({
      title: 'Local range',
      description: 'How far detail is looked for; lower is sharper, higher is steadier',
    }),
    mode: z
      .enum(['full', 'tiny'])
      .default('tiny')
      .meta({
        title: 'Mode',
        description: 'Tiny is faster, full keeps more detail',
        labels: { full: 'Full', tiny: 'Tiny' },
      }),
    scale: z
      .literal([1, 2, 3, 4])
      .default(2)
      .meta({ title: 'Scale', description: 'How many times wider and higher', role: 'times' }),
    seed: z
      .int()
      .min(-1)
      .max(99_999_999)
      .default(42)
      .meta({ title: 'Seed', description: 'The same seed repeats a result; -1 is random' }),
  }),
});
