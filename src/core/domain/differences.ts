/** How a result differs from what was to be expected of it: kept with its job, said with it, counted for the owner. */
import { z } from 'zod';

const size = { width: z.number(), height: z.number() };
const numbers = { expected: z.number(), found: z.number() };

export const differenceSchema = z.discriminatedUnion('kind', [
  /** Pixels. */
  z.object({ kind: z.literal('size'), expected: z.object(size), found: z.object(size) }),
  /** It lies on its side: width and height are exchanged. */
  z.object({ kind: z.literal('turned') }),
  /** Frames per second. */
  z.object({ kind: z.literal('rate'), ...numbers }),
  /** Seconds. */
  z.object({ kind: z.literal('length'), ...numbers }),
  /** Without the sound of its source. */
  z.object({ kind: z.literal('silent') }),
  /** Without the transparency of its source. */
  z.object({ kind: z.literal('opaque') }),
  /** Of one colour, which its source is not. */
  z.object({ kind: z.literal('blank') }),
]);
export type Difference = z.infer<typeof differenceSchema>;
