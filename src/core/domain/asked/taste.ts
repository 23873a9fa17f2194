/** A taste test: several ways tried on one part of a picture, before the whole of it is paid for. */
import { z } from 'zod';
import type { Settings } from '../../../models/model.ts';

/** Which part: where edges are strongest, or around the middle of a ninth, by rows. */
export const areas = [
  'detail',
  'upper-left',
  'above',
  'upper-right',
  'left',
  'centre',
  'right',
  'lower-left',
  'below',
  'lower-right',
] as const;
export type Area = (typeof areas)[number];

export const tasteSchema = z.object({
  area: z.enum(areas),
  /** Of the whole picture. */
  name: z.string().optional(),
  /** Whose file the whole picture is, where it is an earlier job's. */
  kept: z.object({ job: z.string(), file: z.enum(['source', 'result']) }).optional(),
});
export type Taste = z.infer<typeof tasteSchema>;

/** One way to be tried: its settings as a person would set them, and what the whole picture costs by it. */
export type Way = { model: string; settings: Settings; price: number; name: string };

/** So many tiles, the first of which is the part enlarged plainly. */
export const mostTiles = 4;

/** ms. For so long votes are taken from when it was asked for. */
export const votingMs = 7 * 86_400_000;
