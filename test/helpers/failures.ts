import { Failure } from '../../src/core/domain/failure.ts';

/** The failure that it ends with, as code and facts. */
export function failureOf(run: () => unknown): Pick<Failure, 'code' | 'facts'> {
  try {
    run();
  } catch (error) {
    if (error instanceof Failure) return { code: error.code, facts: error.facts };
    throw error;
  }
  throw new Error('it did not fail');
}
