/** Work that must not overlap: one after the other, in the order in which it was begun. */

/** The last of each name; by whose work it is. None of them rejects. */
const lines = new WeakMap<object, Map<string, Promise<void>>>();

/** @param owner whose names they are. @param name what must not be worked on by two at once, e.g. a job's card. In this process only. */
export function inTurn<T>(owner: object, name: string, work: () => Promise<T>): Promise<T> {
  const mine = lines.get(owner) ?? new Map<string, Promise<void>>();
  lines.set(owner, mine);
  const turn = (mine.get(name) ?? Promise.resolve()).then(work);
  const over = turn
    .then(
      () => undefined,
      () => undefined,
    )
    .then(() => {
      if (mine.get(name) === over) mine.delete(name);
    });
  mine.set(name, over);
  return turn;
}
