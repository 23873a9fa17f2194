/** Why a request ended without a result: the cause, and the one thing to do next. What became of the money stands between. */
import { some } from '../names.ts';
import { adminFailures } from './admins.ts';
import { creditsFailures } from './credits.ts';
import { jobFailures } from './job.ts';
import { outcomeFailures } from './outcome.ts';
import { potFailures } from './pots.ts';
import { providerFailures } from './provider.ts';
import { requestFailures } from './request.ts';
import { sourceFailures } from './source.ts';
import { startFailures } from './start.ts';

/**
 * Everything that can end a request without a result. The facts are JSON, since they wait in the job's record.
 * What the person paid is not said here: it is read back from the ledger.
 */
export const failures = {
  ...requestFailures,
  ...creditsFailures,
  ...potFailures,
  ...adminFailures,
  ...sourceFailures,
  ...outcomeFailures,
  ...providerFailures,
  ...jobFailures,
  ...startFailures,
} as const;

export type FailureCode = keyof typeof failures;
export const isFailureCode = (name: string): name is FailureCode => Object.hasOwn(failures, name);

/** Why a job that ended so cannot be mended by a press, after what is to be done instead. */
export const hopeless = {
  file: 'With the same source it would end the same way.',
  request: 'As it was asked for, it would end the same way.',
  owner: 'Until then every such job ends the same way.',
} as const;

/** What became of the price of a job that is over. */
export const money = {
  charged: (thousandths: number) => `It cost ${some(thousandths)}.`,
  nothing: 'Nothing was charged.',
  reserved: (thousandths: number) =>
    `${some(thousandths)} ${thousandths === 1000 ? 'is' : 'are'} still reserved for it.`,
} as const;
