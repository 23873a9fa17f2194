/**
 * Makes of `work` a function that runs it once at a time. Whoever calls while it runs gets the run after, shared with all
 * who call meanwhile: the one that runs may have begun before their write.
 */
export function coalesce(work: () => Promise<void>): () => Promise<void> {
  let running: Promise<void> = Promise.resolve();
  let next: Promise<void> | undefined;
  return () => {
    next ??= running
      .catch(() => {})
      .then(() => {
        next = undefined;
        running = work();
        return running;
      });
    return next;
  };
}
