/** The connections to the provider, by what goes over them. */
import { Pool } from 'undici';

export function openPools(
  origins: { api: string; uploads: string },
  { timeoutMs, connections }: { timeoutMs: number; connections: number },
) {
  const common = {
    connect: { timeout: Math.min(timeoutMs, 10_000) },
    // The exchange has one clock of its own for all phases.
    headersTimeout: 0,
    bodyTimeout: 0,
  };
  const read = new Pool(origins.api, { ...common, connections, pipelining: 1 });
  // `pipelining: 0` is a new connection for each submit. A kept one may be closed by the server at the moment we write,
  // and that reset could not be told from one after the job was queued. It costs a handshake per paid job.
  const submit = new Pool(origins.api, { ...common, pipelining: 0 });
  const upload = new Pool(origins.uploads, { ...common, pipelining: 1 });
  return {
    read,
    submit,
    upload,
    /** What is being submitted is waited for; the rest is cut. */
    async close() {
      await Promise.all([read.destroy(), upload.destroy(), submit.close()]);
    },
  };
}
