/** What of a job is needed to ask the provider how it stands, and to see whether the answer is news. */
import type { z } from 'zod';
import { jobSchema } from '../../domain/job.ts';

const questionSchema = jobSchema.pick({
  state: true,
  scope: true,
  requester: true,
  payer: true,
  createdAt: true,
  personAtMost: true,
  cost: true,
  phase: true,
  operation: true,
  model: true,
  work: true,
  changedAt: true,
  submittedAt: true,
  processingAt: true,
  cancelRequested: true,
  faults: true,
  missing: true,
  unknownState: true,
  lastAnswer: true,
});
export type Question = z.infer<typeof questionSchema> & { id: string };

export const questionFields = Object.keys(questionSchema.shape);

/** @param texts of the fields, in their order; null where the record has none. Undefined: the record is gone. */
export function questionFrom(id: string, texts: readonly (string | null)[]): Question | undefined {
  const found = questionFields.flatMap((name, index) => {
    const text = texts[index] ?? null;
    return text === null ? [] : [[name, JSON.parse(text)] as const];
  });
  return found.length === 0 ? undefined : { id, ...questionSchema.parse(Object.fromEntries(found)) };
}
