/** What a picture or video really holds, by its bytes: read once, and all that price, form, card, models and fitting know of it. */
import { z } from 'zod';
import type { Medium } from '../../models/fields.ts';

const common = {
  /** MIME type, by content. */
  type: z.string(),
  /** Pixels as shown: orientation, rotation and pixel shape applied. */
  width: z.int().positive(),
  height: z.int().positive(),
  /** Whether there is an alpha channel. */
  alpha: z.boolean(),
  /** Bits of each colour. */
  depth: z.int().positive(),
  /** How its light is written: as screens show it, or in one of the two ways of high dynamic range (ITU-R BT.2100). */
  light: z.enum(['sdr', 'pq', 'hlg']),
};

const pictureSchema = z.object({
  medium: z.literal('image'),
  ...common,
  /** It is known not to be of one colour all over. */
  varied: z.literal(true).optional(),
  /** Frames of an animation, or pages of a document; 1 for a still picture. */
  frames: z.int().positive(),
  /** How they follow one another in time; left out for a still picture and for pages. */
  moving: z
    .object({
      seconds: z.number().positive(),
      fps: z.number().positive(),
      /** How often it is shown; 0 for ever. */
      loops: z.int().min(0),
    })
    .optional(),
});

const clipSchema = z.object({
  medium: z.literal('video'),
  ...common,
  /**
   * As players show it, edit lists applied: to the end of the last picture from the first one, or from where sound is
   * heard, or nothing is shown, before it.
   */
  seconds: z.number().positive(),
  /** Frames per second, on average. */
  fps: z.number().positive(),
  /** Frames shown. */
  frames: z.int().positive(),
  /** Its frames come at uneven times. */
  uneven: z.boolean(),
  /** Of the pictures, in mediabunny's word where it has one (`avc`, `hevc`, `vp9`, `av1`), else in FFmpeg's. */
  codec: z.string(),
  /** Its pixels are not square in the file; left out where they are. */
  stretched: z.literal(true).optional(),
  audio: z.boolean(),
  /** Which of its video tracks this is about, counted from 0 in the file's order, covers left out. */
  track: z.int().min(0),
  /** Tracks that no result has: further pictures, sounds, subtitles. */
  further: z.int().min(0),
});

export const mediaRecordSchema = z.discriminatedUnion('medium', [pictureSchema, clipSchema]);
export type MediaRecord = z.infer<typeof mediaRecordSchema>;
export type PictureRecord = z.infer<typeof pictureSchema>;
export type ClipRecord = z.infer<typeof clipSchema>;

/** Types of pictures that move, as clips can be written again. */
export const movingTypes = ['gif', 'webp'] as const;
export type MovingType = (typeof movingTypes)[number];

/** As what a moving picture came, or comes nearest to; undefined for all else. */
export const cameAs = (record: MediaRecord | undefined): MovingType | undefined =>
  record?.medium !== 'image' || !record.moving ? undefined : record.type === 'image/gif' ? 'gif' : 'webp';

/** A file in the data folder and what is in it. */
export const mediaFileSchema = z.object({
  name: z.string(),
  type: z.string(),
  bytes: z.number(),
  width: z.number(),
  height: z.number(),
  seconds: z.number().optional(),
  /** All that was read of it; files of jobs that were made before this was kept have none. */
  record: mediaRecordSchema.optional(),
});

/**
 * Before and after, one wiped over the other, or where it is changed; of videos all of these are the same clip, and `still`
 * is one moment of it, before and after.
 */
export const comparisonTypes = ['picture', 'wipe', 'heat', 'still'] as const;
export type ComparisonType = (typeof comparisonTypes)[number];

/**
 * What browsers are shown of a job's files where they do not show the files themselves, or were not to be given them; `print`: the
 * result in small, of a video one moment of it.
 */
export const copyTypes = ['source', 'result', 'print'] as const;
export type CopyType = (typeof copyTypes)[number];

/** As what a result is to be posted instead of itself; `takes`: what its model took the source as. */
export type Comparison = { compare: ComparisonType; takes: Medium };

/** Where the source of a request comes from: a file an adapter put into the data folder, or a link. */
export const sourceSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('stored'),
    name: z.string(),
    type: z.string(),
    bytes: z.number(),
    fileName: z.string().optional(),
    /** Only so many seconds of its beginning are meant. */
    first: z.number().positive().optional(),
    /** What is in it, or in its beginning, where that was read before there was the job. */
    record: mediaRecordSchema.optional(),
  }),
  z.object({ kind: z.literal('link'), link: z.string(), fileName: z.string().optional() }),
]);

/** The same of a job, which may take the result of another one, of the step before it. */
export const jobSourceSchema = z.discriminatedUnion('kind', [
  ...sourceSchema.options,
  z.object({ kind: z.literal('step'), job: z.string(), fileName: z.string().optional() }),
]);
