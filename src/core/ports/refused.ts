/**
 * A chat answered this very request with a refusal that the words in it may be the cause of: a 4xx or 5xx, or what
 * that chat answers instead, that means neither of the following, which say nothing about what was to be posted: wait (429), come back
 * later (408, 502 and up: the chat itself is away), nobody answered, the bot or the place is not what it was (401, and all
 * that the platform knows to be closed, gone or too large, for which it has other ways). Thrown by `Platform.show` and
 * `Platform.deliver`; core counts it, and asks for a plainer form after the third.
 */
export class Refused extends Error {
  override name = 'Refused';
  /** The chat's own name of the error, e.g. `50109` or `internal_error`. */
  readonly answer: string;

  /** @param answer holds no secret and nothing that people wrote; so has it no cause, whose body would. */
  constructor(answer: string) {
    super(`the chat refused what was to be posted: ${answer}`);
    this.answer = answer;
  }
}

/** Whether an HTTP status is such a refusal, see `Refused`. */
export const isRefusal = (status: number): boolean =>
  status >= 400 && status < 502 && ![401, 408, 429].includes(status);
