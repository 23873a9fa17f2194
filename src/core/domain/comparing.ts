/** Whether results are set beside their sources, and whether what is shown then may move: by place, and by person. */
import { z } from 'zod';

/** Never; when somebody presses *Compare*; or below each result by itself. */
export const compareWays = ['off', 'button', 'always'] as const;
export type CompareWay = (typeof compareWays)[number];

/** Reduced: pictures stand where there would be a clip. */
export const motions = ['full', 'reduced'] as const;
export type Motion = (typeof motions)[number];

/** How it is done with somebody's results. */
export type Comparing = { compare: CompareWay; motion: Motion };

/** What a person has chosen for their own results; what is left out is as it is in the place. */
export const preferencesSchema = z.object({
  compare: z.enum(compareWays).optional(),
  motion: z.enum(motions).optional(),
});
export type Preferences = z.infer<typeof preferencesSchema>;
export type PreferenceName = keyof Preferences;

/** Each, with what it can be. */
export const preferences: Readonly<Record<PreferenceName, readonly string[]>> = {
  compare: compareWays,
  motion: motions,
};

/** What a place has switched off, or made still, is so for everybody in it; else each decides for their own results. */
export const comparingOf = (place: Comparing, own: Preferences): Comparing => ({
  compare: place.compare === 'off' ? 'off' : (own.compare ?? place.compare),
  motion: place.motion === 'reduced' ? 'reduced' : (own.motion ?? place.motion),
});
