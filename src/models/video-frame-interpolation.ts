import { z } from 'zod';
import { constant, defineModel, media } from './define-model.ts';
import { framesOf, megapixels, usualClip } from './work.ts';

const usualMultiplier = 2;
const mostFps = 120;
/** Frames per second: 59.94 is called 60. */
const sameRate = 0.5;

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
  // Of the result, over all frames: those that it makes, or those that are kept of them where that is more.
  work({ frame_multiplier, output_fps }, source) {
    const made = framesOf(source, usualClip) * Number(frame_multiplier);
    return megapixels(source) * Math.max(made, (source.seconds ?? usualClip.seconds) * Number(output_fps));
  },
  usualWork: megapixels(usualClip) * usualClip.frames * usualMultiplier,
  usualSource: usualClip,
  deadlineMs: 900_000,
  expect: ({ output_fps, preserve_audio }, { width, height, seconds, audio }) => {
    const fps = Number(output_fps);
    const frames = seconds === undefined ? undefined : Math.max(1, Math.round(seconds * fps));
    return {
      width,
      height,
      seconds,
      fps,
      frames,
      audio: audio === true && preserve_audio === true,
      alpha: false,
    };
  },
  // As many as it makes are shown, up to the most that it gives.
  presets: ({ output_fps, frame_multiplier = usualMultiplier }, { fps }) =>
    fps === undefined || output_fps !== undefined
      ? {}
      : { output_fps: Math.min(mostFps, Math.max(1, Math.round(fps * Number(frame_multiplier)))) },
  // A multiplier of 1 asks for no frames but for another rate, which may be a lower one.
  pointless({ output_fps, frame_multiplier }, { fps }) {
    const [asked, times] = [Number(output_fps), Number(frame_multiplier)];
    if (fps === undefined || asked >= fps + sameRate || (times === 1 && asked < fps - sameRate))
      return undefined;
    const value = Math.min(mostFps, Math.round(fps * times));
    return {
      has: Math.round(fps * 100) / 100,
      asked,
      ...(value >= fps + sameRate && { better: { name: 'output_fps', value } }),
    };
  },
  schema: z.object({
    frame_multiplier: z.int().min(1).max(10).meta({
      default: usualMultiplier,
      title: 'Frame multiplier',
      description: 'How many frames for each frame of the original',
      role: 'times',
    }),
    input_video: media('video', 'Video', 'The video to make smoother'),
    output_fps: z.int().min(1).max(mostFps).meta({
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
