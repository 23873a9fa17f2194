/**
 * A job's record: one Redis hash, the only truth about a job. Its states:
 *
 *   accepted → queued → submitting → polling → fetched → delivering → done
 *   cancelled · failed · expired · lost · uncertain            each then notified
 *
 * accepted    the person's request stands; its source is not yet checked and handed to the provider
 * queued      ready to be paid for
 * submitting  the intent to pay is written; whether the provider has the job is not known
 * polling     the provider has it
 * fetched     the result is in the data folder, checked
 * delivering  somebody is posting it
 */
import { z } from 'zod';
import { batchPartSchema } from './batch/part.ts';
import { differenceSchema } from './differences.ts';
import { jobSourceSchema, mediaFileSchema, type sourceSchema } from './media-record.ts';

/** The provider has not heard of it: given up here, it costs nothing. */
export const beforeProvider = ['accepted', 'queued'] as const;
/** The provider has it, or may have it. */
const atProvider = ['submitting', 'polling'] as const;
/** Its result is here. */
const withResult = ['fetched', 'delivering'] as const;
/** Ends without a result; the person is then told. */
const unhappyEnds = ['cancelled', 'failed', 'expired', 'lost', 'uncertain'] as const;

export const states = [...beforeProvider, ...atProvider, ...withResult, 'done', ...unhappyEnds] as const;
export type State = (typeof states)[number];

const among = (some: readonly State[]) => (state: State) => some.includes(state);
export const isAtProvider = among(atProvider);
export const hasResult = among(withResult);
/** The provider may have run it, although it says nothing of what it cost. */
export const mayHaveCost = among(['uncertain', 'lost', 'expired']);
export const isOver = among(['done', ...unhappyEnds]);
/** Counts as one of its person's jobs at once, and may be cancelled; what is only to be handed over does not. */
export const inFlight = [...beforeProvider, ...atProvider] as const;
export const isInFlight = among(inFlight);

export const jsonSchema = z.json();
export type Json = z.infer<typeof jsonSchema>;
export type Source = z.infer<typeof sourceSchema>;
export type MediaFile = z.infer<typeof mediaFileSchema>;

export type BatchPart = z.infer<typeof batchPartSchema>;

const value = z.union([z.string(), z.number(), z.boolean()]);
const text = z.string();
export const operationSchema = z.object({ requestId: text, statusUrl: text, resultUrl: text });

/** Each field is JSON text in the hash; times are ms since 1970, amounts thousandths of a credit. */
export const jobSchema = z.object({
  id: z.string(),
  /** Counts every change; a card that showed version n need not show n again. */
  version: z.number(),
  state: z.enum(states),
  createdAt: z.number(),
  /** Of a step: when there was what it takes. */
  readyAt: z.number().optional(),
  changedAt: z.number(),
  model: z.string(),
  settings: z.record(z.string(), value),
  /** Those that the person set: the others are the model's, or follow from the source. Older records have none. */
  given: z.record(z.string(), value).optional(),
  platform: z.string(),
  address: jsonSchema,
  scope: z.string(),
  requester: z.string(),
  /** Where it was asked for, as rules name it: the channel or thread, and the channel above a thread. */
  channel: z.string().optional(),
  above: z.string().optional(),
  /** `apart`: not all of that channel see it; `madeFrom`: the job whose result was its source, as its request said. */
  apart: z.literal(true).exactOptional(),
  madeFrom: z.string().exactOptional(),
  source: jobSourceSchema,
  /** What the person was told it costs at most. */
  price: z.number(),
  /** The same of what the provider takes, where that is not the price. */
  bound: z.number().exactOptional(),
  /** Not to be paid for while so many of its person's jobs are with the provider. */
  personAtMost: z.number().optional(),
  batch: batchPartSchema.optional(),
  /** The account that pays, where that is not its requester's. */
  payer: z.string().optional(),
  /** What has become of the price, and what the person paid; only the ledger's scripts write these. */
  hold: z.enum(['reserved', 'settled', 'released']),
  charged: z.number().optional(),

  /** Times a step was begun; set back to 0 by each step that ends well. */
  tries: z.number().default(0),
  /** Times a step ended in a passing fault since the last one that went well; sets how long to wait. */
  faults: z.number().default(0),
  /** Not to be submitted before: the provider said so, or it could not be reached. */
  notBefore: z.number().optional(),
  /** Whose turn it is to work on the job, and until when unless renewed; only the holder may change it. */
  token: z.string().optional(),
  heldUntil: z.number().optional(),
  sourceFile: mediaFileSchema.optional(),
  sourceUrl: z.string().optional(),
  work: z.number().optional(),
  cancelRequested: z.boolean().default(false),
  submittedAt: z.number().optional(),
  operation: operationSchema.optional(),
  /** What the provider last said. */
  phase: z.enum(['queued', 'processing', 'completed']).optional(),
  /** Its last answer about this job in a few words, for whoever runs the place. */
  lastAnswer: z.object({ at: z.number(), status: z.string() }).optional(),
  processingAt: z.number().optional(),
  completedAt: z.number().optional(),
  /** Since when, and how often in a row, the provider has said it does not know the job. */
  missing: z.object({ since: z.number(), count: z.number() }).optional(),
  /** The same for states that are new to us. */
  unknownState: z.object({ since: z.number(), count: z.number() }).optional(),
  result: mediaFileSchema.optional(),
  /** How it is not as expected; `joined`: its transparency is not the model's work. */
  differences: z.array(differenceSchema).optional(),
  joined: z.literal('alpha').optional(),
  /** When it was here, checked. */
  resultAt: z.number().optional(),
  /** US dollars, as the provider reported. */
  cost: z.number().optional(),
  failure: z.object({ code: z.string(), facts: z.record(z.string(), z.unknown()) }).optional(),
  /** How often the chat has refused what was to be posted for it; sets the form of the next attempt. */
  refusals: z.number().default(0),
  /** The person has been told how it ended. */
  notified: z.boolean().default(false),
  /** Its result was taken away for everybody. */
  removed: z.boolean().default(false),
});
export type Job = z.infer<typeof jobSchema>;

/** There is a result, paid for, and it could not be posted. */
export const isUndelivered = ({ state, result, removed }: Job): boolean =>
  state === 'failed' && result !== undefined && !removed;

/** @throws Error when the hash is not a job's, which is a defect or another program's key. */
export function jobFrom(hash: Readonly<Record<string, string>>): Job {
  return jobSchema.parse(
    Object.fromEntries(Object.entries(hash).map(([name, text]) => [name, JSON.parse(text)])),
  );
}

/** What the hash is to hold for these; nothing for what is undefined. */
export const fieldsFrom = (job: Partial<Job>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(job).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, JSON.stringify(value)]],
    ),
  );
