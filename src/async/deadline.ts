/** Waiting for something no longer than it is worth. */

const real = (ms: number, run: () => void) => {
  const timer = setTimeout(run, ms);
  return () => clearTimeout(timer);
};

/**
 * @param after begins a pause and says how to call it off; what time is measured with.
 * @throws Error after `ms`; what it waited for goes on, and whatever becomes of it is passed over.
 */
export function within<T>(ms: number, work: Promise<T>, after = real): Promise<T> {
  return new Promise((resolve, reject) => {
    const callOff = after(ms, () => reject(new Error(`not done in ${ms} ms`)));
    work.then(resolve, reject).finally(callOff);
  });
}
