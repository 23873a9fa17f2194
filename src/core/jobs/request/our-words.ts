/** Trouble of our own, in the words of whoever is asked for something while it lasts. */
import { Failure } from '../../domain/failure.ts';
import { ownTrouble } from '../../media/own-trouble.ts';
import { refusalOf } from '../../store/server/refusals.ts';

const withoutWrites = ['full', 'read-only', 'disk', 'replicas'];

/** Throws the same error, or the failure that says that the fault is ours. */
export function inOurWords(error: unknown): never {
  const refusal = refusalOf(error);
  if (refusal && withoutWrites.includes(refusal)) throw new Failure('no-writes', undefined, { cause: error });
  throw ownTrouble(error) ?? error;
}
