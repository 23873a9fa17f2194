/** A failure's sentences: the cause, and the one thing to do next, which may need the facts, too. */
export const entry = <Facts = undefined>(
  cause: (it: Facts) => string,
  next: string | ((it: Facts) => string),
) => ({
  cause,
  next,
});
