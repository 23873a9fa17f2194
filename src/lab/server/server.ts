/**
 * The lab: an embedded server that speaks Segmind's protocol on loopback and does real media work with sharp and
 * FFmpeg. No AI, and it never claims to be. Where only FFmpeg in WebAssembly is found, which knows files and no pipes,
 * FILM's new frames are mixed from their neighbours instead of following the motion, and videos take ten times as long.
 */
import { once, setMaxListeners } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { availableParallelism } from 'node:os';
import { defineModels } from '../media/models.ts';
import { openAccount } from './account.ts';
import { createExchange, type LabEntry, type Submit } from './exchange.ts';
import type { Behaviour, Fault } from './faults.ts';
import { openFiles } from './files.ts';
import { openRequests } from './requests/requests.ts';
import { createTariff, type TariffOptions } from './requests/tariff.ts';
import { defineRoutes } from './routes.ts';
import { openRules } from './rules.ts';
import { openSources } from './sources.ts';

export type Lab = {
  /** `http://127.0.0.1:<port>`: the origin of every URL it hands out. */
  url: string;
  /** Every request it got, in order. */
  log: LabEntry[];
  /** The submits it took on, whatever it answered. */
  submits(): Submit[];
  /** Shows a fault; the returned function ends it early. */
  fault(fault: Fault): () => void;
  /** How the next `jobs` submits go (1 when left out; Infinity: from now on, after those with their own). */
  behave(behaviour: Behaviour, options?: { jobs?: number }): void;
  setBalance(dollars: number): void;
  /** Stops all work and its children, cuts every connection, removes every file. */
  close(): Promise<void>;
};

export type LabOptions = {
  /** It works in a folder of its own below this one. */
  dataDir: string;
  /** Default: any free one. */
  port?: number;
  /** The only key it takes; any key will do when left out, but one must be sent. */
  key?: string;
  /** US dollars; default 100. */
  balance?: number;
  /** ms from submit until a request is forgotten; default one hour. */
  recordMs?: number;
  /** ms that a request is at least QUEUED and PROCESSING; default 20 each. */
  queuedMs?: number;
  processingMs?: number;
  /** Runs cost and take by their work; left out, each costs its model's price and takes the same. */
  tariff?: TariffOptions;
  /** ms before every reply; default 0. */
  replyDelayMs?: number;
  /** Works at once on pictures, and on videos beside them; default: as many as there are cores. */
  parallel?: number;
  /** ms without a question after a request until its work rests; default one minute. */
  patienceMs?: number;
  /** How a bad parameter shows: a FAILED request (default, as observed), or a refusal on submit. */
  validation?: 'failed' | 400 | 406;
  uploadAnswer?: 'file_urls' | 'urls';
  /** FFMPEG_PATH. */
  ffmpegPath?: string;
  /** The links it may fetch sources from, beside its own files; default none. */
  allowLinks?: (url: URL) => boolean;
};

/** @throws Error of node:net when the port is taken. */
export async function startLab(options: LabOptions): Promise<Lab> {
  const files = await openFiles(options.dataDir);
  const server = createServer();
  server.listen(options.port ?? 0, '127.0.0.1');
  try {
    await once(server, 'listening');
  } catch (error) {
    await files.close();
    throw error;
  }
  // A TCP server that listens has an address of this shape.
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const origin = () => url;

  const account = openAccount(options.balance ?? 100);
  const rules = openRules();
  const sources = openSources(files, origin, options.allowLinks ?? (() => false));
  const requests = openRequests({
    files,
    sources,
    account,
    tariff: createTariff(options.tariff),
    models: defineModels(options.ffmpegPath),
    recordMs: options.recordMs ?? 3_600_000,
    queuedMs: options.queuedMs ?? 20,
    processingMs: options.processingMs ?? 20,
    patienceMs: options.patienceMs ?? 60_000,
    parallel: options.parallel ?? availableParallelism(),
  });
  const handlers = defineRoutes({
    origin,
    files,
    account,
    requests,
    rules,
    validation: options.validation ?? 'failed',
    uploadAnswer: options.uploadAnswer ?? 'file_urls',
  });
  const log: LabEntry[] = [];
  const accepted: Submit[] = [];
  const closing = new AbortController();
  // Every reply that is held back listens to it.
  setMaxListeners(0, closing.signal);

  const handle = createExchange({
    handlers,
    rules,
    key: options.key,
    replyDelayMs: options.replyDelayMs ?? 0,
    log,
    accepted,
    signal: closing.signal,
  });
  server.on('request', (incoming: IncomingMessage, response: ServerResponse) => {
    handle(incoming, response).catch(() => {
      // The caller went away or the lab is closing: there is nobody left to answer.
      response.destroy();
    });
  });

  return {
    url,
    log,
    submits: () => [...accepted],
    fault: rules.fault,
    behave: (behaviour, { jobs = 1 } = {}) => rules.behave(behaviour, jobs),
    setBalance: account.set,
    async close() {
      closing.abort();
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await requests.close();
      await closed;
      await files.close();
    },
  };
}
