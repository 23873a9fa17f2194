/** Files that Discord hosts: taken at once, since their addresses and even the files do not last. */
import { Failure } from '../../../core/domain/failure.ts';
import type { Found } from '../context.ts';

/** ms for the whole file. */
const longestMs = 120_000;
/** ms in which something must come. */
const idleMs = 20_000;

/**
 * The bytes of a file that Discord hosts. No redirect is followed and no credentials are sent; the size is capped by
 * whoever keeps it.
 * @throws Failure link-refused, link-unreachable, link-too-slow
 */
export async function* download({ url }: Pick<Found, 'url'>): AsyncGenerator<Uint8Array> {
  const { host } = new URL(url);
  const whole = AbortSignal.timeout(longestMs);
  const idle = new AbortController();
  let timer = setTimeout(() => idle.abort(), idleMs);
  try {
    const response = await fetch(url, { redirect: 'error', signal: AbortSignal.any([whole, idle.signal]) });
    if (!response.ok || !response.body) {
      await response.body?.cancel();
      throw new Failure('link-refused', { host, status: response.status });
    }
    for await (const chunk of response.body) {
      clearTimeout(timer);
      timer = setTimeout(() => idle.abort(), idleMs);
      yield chunk;
    }
  } catch (error) {
    if (error instanceof Failure) throw error;
    if (whole.aborted || idle.signal.aborted)
      throw new Failure('link-too-slow', { host, ms: whole.aborted ? longestMs : idleMs }, { cause: error });
    throw new Failure('link-unreachable', { host }, { cause: error });
  } finally {
    clearTimeout(timer);
  }
}
