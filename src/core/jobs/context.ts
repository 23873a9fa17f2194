/** What the steps of a job's life work with. */
import type { Prices } from '../credits/prices.ts';
import type { Log } from '../log.ts';
import type { Effort } from '../media/compare/fit-request.ts';
import type { Encoder } from '../media/encoder.ts';
import type { Fetcher } from '../media/fetch.ts';
import type { Files } from '../media/files.ts';
import type { Platform } from '../ports/platform.ts';
import type { Provider } from '../provider/provider.ts';
import type { Queues } from '../queue/queue.ts';
import type { Batches } from '../store/batches.ts';
import type { ComparingStore } from '../store/comparing.ts';
import type { Ledger } from '../store/ledger/ledger.ts';
import type { PeopleStore } from '../store/people.ts';
import type { QuoteStore } from '../store/quote-store.ts';
import type { Durable } from '../store/server/durable.ts';
import type { Note } from '../store/server/journal.ts';
import type { Store } from '../store/store.ts';
import type { Trees } from '../store/versions/trees.ts';
import type { Asking } from '../view/asking.ts';
import type { Comparisons } from './files/comparisons.ts';
import type { Copies } from './files/copies.ts';
import type { LinkKeys } from './files/signed-paths.ts';

/** All in ms. */
export type Timings = {
  /** A step's holder renews this often enough to keep the job; after a crash the next one waits so long. */
  leaseMs: number;
  /** A submit is held so long, more than the provider client ever waits; after it the outcome is uncertain. */
  submitMs: number;
  /** A due job is left so long to the process that looks at it: one HTTP timeout and a margin. */
  claimMs: number;
  /** From submit; the provider forgets a request an hour after it. */
  expiryMs: number;
  /** How long a job may wait for a provider that cannot be reached, and a result for its platform. */
  unreachableMs: number;
  undeliverableMs: number;
  /** When the provider does not know a job: not believed before `youngMs`, nor in less than `missingMs`. */
  youngMs: number;
  missingMs: number;
  /** For so long it may answer with states that are new to us and nothing else. */
  unknownMs: number;
  fetchMs: number;
  /** So long a job that is ready to be paid for waits for its card to say what will be lost: a chat's trouble holds up nothing. */
  sayMs: number;
  /** Between two questions about one job, at least. */
  askMs: number;
};

export const timings: Timings = {
  leaseMs: 12_000,
  submitMs: 40_000,
  claimMs: 35_000,
  expiryMs: 55 * 60_000,
  unreachableMs: 30 * 60_000,
  undeliverableMs: 24 * 3_600_000,
  youngMs: 30_000,
  missingMs: 60_000,
  unknownMs: 10 * 60_000,
  fetchMs: 10 * 60_000,
  sayMs: 5_000,
  askMs: 500,
};

export type Context = {
  store: Store;
  ledger: Ledger;
  quotes: QuoteStore;
  batches: Batches;
  people: PeopleStore;
  /** Versions of one source. */
  trees: Trees;
  queues: Queues;
  provider: Provider;
  fetcher: Fetcher;
  files: Files;
  platforms: ReadonlyMap<string, Platform>;
  log: Log;
  clock: () => number;
  timings: Timings;
  maxFileBytes: number;
  /** How long files are kept, in ms. */
  keepFilesMs: number;
  asNumbers: readonly string[];
  /** Left out: no video is cut. */
  encoder?: Encoder;
  /** The owner's own prices. */
  prices: Prices;
  /** What the provider may take of the owner in a month, all scopes together; null is without limit. */
  costPerMonth: number | null;
  /** Jobs at the provider at once; undefined is without limit. */
  jobsAtProvider: number | undefined;
  /** Nothing is charged for a result that is not as it was expected. */
  refundsDifferences: boolean;
  /** What was made of results to be set beside their sources; left out, nothing was. */
  comparisons?: Pick<Comparisons, 'forget'> | undefined;
  /** Results in small; left out, they are drawn from the results themselves. */
  copies?: Pick<Copies, 'of'> | undefined;
  /** Left out, nobody has chosen anything, and no comparison is posted by itself. */
  comparing?: ComparingStore | undefined;
  /** Where results can be fetched by link, if they can. */
  links?: LinkKeys | undefined;
  /** The results come from the lab. */
  lab: boolean;
  /** What it would not end in time. */
  effort?: Effort | undefined;
  /** Makes what was written so far survive a power cut, where Redis does not do so by itself. */
  persist: (note?: Note) => Promise<void>;
  /** Left out: what Redis may lose is not known beside it. */
  durable?: Omit<Durable, 'persist' | 'weakness' | 'close'> | undefined;
  /** When to ask the provider again. */
  asking: Asking;
  /** Called between an effect and its record; fault tests end the process here. */
  checkpoint: (name: string) => void;
  /** Aborted when this process stops. */
  stopping: AbortSignal;
};

/** Under which name a model's durations are kept: what the lab takes says nothing about the real models. */
export const runName = ({ lab }: Pick<Context, 'lab'>, model: string): string =>
  lab ? `lab ${model}` : model;
