/** The one error that means: this request ends here, and the person is told why. */
import { type FailureCode, failures } from '../words/failures/failures.ts';

export type Facts<Code extends FailureCode = FailureCode> = Parameters<(typeof failures)[Code]['cause']>[0];

/** What is kept of it in a job's record: JSON. */
export type FailureRecord = { code: FailureCode; facts: Record<string, unknown> };

/**
 * Not retried, whoever catches it. `message` is the sentence a person reads; `cause` is for the log.
 * Anything else that is thrown is a defect or a passing fault, and is retried or logged as such.
 */
export class Failure<Code extends FailureCode = FailureCode> extends Error {
  override name = 'Failure';
  readonly code: Code;
  readonly facts: Record<string, unknown>;

  constructor(
    code: Code,
    ...[facts, options]: Facts<Code> extends undefined
      ? [undefined?, ErrorOptions?]
      : [Facts<Code>, ErrorOptions?]
  ) {
    const record = { code, facts: (facts ?? {}) as Record<string, unknown> };
    super(sentence(record), options);
    this.code = code;
    this.facts = record.facts;
  }
}

/**
 * A failure in words: its cause, what became of the money, and what to do next.
 * @param money left out where no money was ever moved, as for a request that was refused at once.
 */
export function sentence({ code, facts }: FailureRecord, money?: string): string {
  return [wordsOf(code).cause(facts), money, nextStep({ code, facts })].filter(Boolean).join(' ');
}

/** The one thing to do next, as a sentence. */
export function nextStep({ code, facts }: FailureRecord): string {
  const { next } = wordsOf(code);
  return typeof next === 'string' ? next : next(facts);
}

/** A record holds what the constructor's types let in under this code, so the words may take it back. */
const wordsOf = (code: FailureCode) =>
  failures[code] as {
    cause: (facts: Record<string, unknown>) => string;
    next: string | ((facts: Record<string, unknown>) => string);
  };

/**
 * A chat cannot be connected, for a reason that its owner can mend: the program ends, and `message` is the sentence they
 * read, without a stack. It names the setting and says what to do, and holds no secret.
 */
export class NotConnected extends Error {
  override name = 'NotConnected';
}
