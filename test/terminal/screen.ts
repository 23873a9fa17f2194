/** What a person would see of what the terminal platform writes. */

/** A screen that keeps what was written; `isTTY`: a live terminal. */
export function createScreen(facts: { isTTY?: boolean; columns?: number } = {}) {
  const writes: string[] = [];
  let failures = 0;
  return {
    ...facts,
    writes,
    failOnce: () => {
      failures = 1;
    },
    write(text: string) {
      if (failures-- > 0) throw new Error('the terminal hung up');
      writes.push(text);
    },
  };
}

/** Back to the start of the line, and the line erased. */
export const erased = '\r\u001b[2K';

/** The lines that are left on a live terminal: what comes after a return and an erasure replaces its line. */
export const screenful = (writes: readonly string[]): string[] =>
  writes
    .join('')
    .split('\n')
    .map((line) => line.split(erased).at(-1) ?? '')
    .filter((line) => line !== '');
