/** What could not end well, or would be paid for nothing: known from the source before anything is sent. */
import { entry } from './entry.ts';

export const outcomeFailures = {
  'beyond-format': entry(
    (it: { format: string; width: number; height: number; limit: number }) =>
      `The result would be ${it.width} × ${it.height} pixels, and a ${it.format} file holds at most ${it.limit} on a side.`,
    'Choose PNG or a lower scale.',
  ),
  'adds-nothing': entry(
    (it: { has: number; asked: number; better?: { name: string; value: string | number } }) =>
      `The video has ${it.has} frames a second already, so ${it.asked} would make it no smoother.`,
    (it) => (it.better ? `Ask for ${it.better.value} fps.` : 'No more can be made: choose one with fewer.'),
  ),
  'too-much-work': entry(
    (it: { seconds: number; limit: number; longest: number }) =>
      `Here this would take about ${Math.ceil(it.seconds / 60)} minutes, more than the ${Math.round(it.limit / 60)} that a job has.`,
    (it) => `Use at most ${it.longest} s of the video, or choose less.`,
  ),
} as const;
