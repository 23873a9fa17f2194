import { z } from 'zod';
import { constant, defineModel, media } from './define-model.ts';

export const videoFrameInterpolation = defineModel({
  name: 'video-frame-interpolation',
  command: 'smooth',
  does: 'Smoother video',
  maker: 'FILM',
  short: 'Smoother',
  main: 'output_fps',
  summary: 'Makes a video smoother by adding frames between its frames.',
  words: [
    ...[
      'smoother',
      'smoothen',
      'smoothly',
      'fluid',
      'interpolate',
      'interpolation',
      'more frames',
      'frame rate',
    ],
    ...[
      'choppy',
      'jerky',
      'stutter',
      'stuttering',
      'slow motion',
      'slow mo',
      'slo mo',
      'slow down',
      'slower',
      'slow',
    ],
  ],
  gives: 'video',
  digitalSource: 'compositeWithTrainedAlgorithmicMedia',
  // The provider publishes no price for it: this is our estimate until a run has reported one.
  price: 10_000,
  deadlineMs: 900_000,
  expect: ({ output_fps }, source) => ({ ...source, fps: Number(output_fps) }),
  schema: z.object({
    frame_multiplier: z.int().min(1).max(10).meta({
      default: 2,
      title: 'Frame multiplier',
      description: 'How many frames for each frame of the original',
      role: 'times',
    }),
    input_video: media('video', 'Video', 'The video to make smoother'),
    output_fps: z.int().min(1).max(120).meta({
      default: 30,
      title: 'Frames per second',
      description: 'Frame rate of the result',
      role: 'rate',
    }),
    base64: constant(false),
    preserve_audio: z
      .boolean()
      .default(true)
      .meta({ title: 'Keep sound', description: 'Keep the sound of the original' }),
  }),
});
