/** A place of one of the two chats with its people, its books and its jobs, in which the conversation is held. */
import { answering, type Chat, type Traits } from '../../src/chat/chat.ts';
import type { Reply } from '../../src/chat/reply.ts';
import type { Found, Shown } from '../../src/chat/request.ts';
import type { Turn } from '../../src/chat/turn.ts';
import { offersIn } from '../../src/core/credits/offers.ts';
import type { Person } from '../../src/core/domain/command.ts';
import { sourceNameOf } from '../../src/core/domain/file-names.ts';
import { isOver, type Job, type Json } from '../../src/core/domain/job.ts';
import { type Policy, policyFrom } from '../../src/core/domain/policy.ts';
import { inspectionOf, unfinishedOf } from '../../src/core/inspect/inspection.ts';
import type { Requests } from '../../src/core/ports/engine.ts';
import { batchViewOf, type Seen } from '../../src/core/view/batch-view.ts';
import { recipeCardOf } from '../../src/core/view/recipe-view.ts';
import type { View } from '../../src/core/view/view.ts';
import { viewOf } from '../../src/core/view/view-of.ts';
import { creditsOn } from './books.ts';
import type { MediaName } from './media.ts';
import { type Names, now } from './people.ts';
import { type Part, type Place, recordOf } from './record.ts';
import { standIn } from './stand-in.ts';

export type Options = {
  policy?: (names: Names) => Policy;
  admin?: boolean;
  jobs?: readonly Part[];
  /** Nothing was ever done here. */
  empty?: boolean;
  /** The lab stands in for the models. */
  lab?: boolean;
  /** Something of the platform's own is missing. */
  broken?: boolean;
};

/** What a chat brings along. */
export type House<F extends Found> = {
  platform: string;
  names: Names;
  address: (place: Place) => Json;
  shown: (address: Json) => Shown;
  found: (name: MediaName) => F;
  /** What is answered where there is nothing to work on. */
  nothing: string;
  traits: (requests: Requests, options: Options) => Traits;
};

export type Work = <F extends Found>(chat: Chat, turn: Turn<F>) => Promise<void>;

/** One of several of which no job was made. */
export type Refused = { name: string; refused: string };

export type Stage<F extends Found> = {
  chat: Chat;
  person: Person;
  view: (part: Part) => Promise<{ job: Job; view: View }>;
  /** Of several that have one card. */
  album: (parts: readonly (Part | Refused)[]) => { job: Job; view: View };
  /** What is answered to this, with all that goes wrong. */
  replies: (work: Work) => Promise<Reply<F>[]>;
};

/** The owner's, at the provider. */
const account = { balance: { dollars: 12.4, at: now - 2_000 }, refusedAt: undefined };
/** Earlier runs, so that it is known how long one takes. */
const durations = Array.from({ length: 60 }, (_, index) => 3_000 + index * 70);
const factsOf = ({ state }: Job) => ({
  now,
  due: isOver(state) ? undefined : now + 2_000,
  position: state === 'queued' ? 1 : undefined,
  leaseMs: 12_000,
});

export function stageIn<F extends Found>(house: House<F>, options: Options = {}): Stage<F> {
  const { names, platform } = house;
  const { scope, people, channel } = names;
  const { lab = false, empty = false, admin = false, policy = () => policyFrom({}) } = options;
  const person: Person = { platform, scope, requester: people.ann, channel, admin };
  const seen = (job: Job, { waiting, versioned }: Pick<Part, 'waiting' | 'versioned'> = {}) =>
    viewOf(job, {
      durations: job.model === 'esrgan' ? durations : [],
      lab,
      now,
      waiting,
      ...(versioned && { version: versioned }),
      ...offersIn(job, [], policy(names)),
    });
  const jobs = (options.jobs ?? []).map((part) => recordOf(house, part));
  const named = (id: string) => jobs.find((job) => job.id === id);
  const requests = standIn<Requests>({
    credits: creditsOn(names, policy(names), { empty }),
    check: async () => ({ asks: true }),
    read: async (id) => named(id),
    jobs: async (_person, count) => jobs.slice(0, count),
    view: async (job) => seen(job),
    purchases: standIn<Requests['purchases']>({
      pot: async () => ({ available: 64_000, rules: { most: 50_000, approvals: 2 }, gave: [] }),
    }),
    taste: standIn<Requests['taste']>({ of: async () => undefined }),
    inspect: async (id) => {
      const job = named(id);
      return job && inspectionOf(job, { ...factsOf(job), isKept: () => true, queue: undefined });
    },
    provider: async () => (lab ? { lab: true } : { lab: false, problem: undefined, ...account }),
    unfinished: async () => jobs.map((job) => unfinishedOf(job, factsOf(job))),
  });
  const chat = standIn<Chat>({
    requests,
    clock: () => now,
    prices: [],
    maxFileBytes: 100_000_000,
    once: async () => true,
    shown: house.shown,
    traits: house.traits(requests, options),
    log: standIn<Chat['log']>({ error: defect }),
  });
  return {
    chat,
    person,
    async view(part) {
      const job = recordOf(house, part);
      return { job, view: seen(job, part) };
    },
    album(parts) {
      const members = parts.map((part, position): Seen => {
        if ('refused' in part)
          return {
            position,
            name: part.name,
            refused: { text: part.refused },
            coming: false,
            view: undefined,
          };
        const job = recordOf(house, part);
        return {
          position,
          name: sourceNameOf(job.source),
          job,
          coming: false,
          view: seen(job, part),
        };
      });
      const [first] = members;
      if (!first?.job || !first.view) throw new Error('an album begins with a job');
      const last = members.at(-1);
      if (last?.job?.batch?.step && last.view) {
        const at = members.findIndex(({ job }) => job?.state !== 'done');
        const isOver = members.every(({ view }) => view?.over);
        const facts = { id: last.job.id, name: first.name, version: 1, leftMs: isOver ? undefined : 170_000 };
        const resume = isOver ? { step: at + 1, price: last.job.price, asks: false } : undefined;
        return { job: last.job, view: recipeCardOf(last.view, members, { ...facts, resume }) };
      }
      return { job: first.job, view: batchViewOf(first.view, members, 1) };
    },
    async replies(work) {
      const said: Reply<F>[] = [];
      const turn = standIn<Turn<F>>({
        key: 'sample',
        asker: person,
        conversation: { id: channel, direct: false },
        person: async () => person,
        moderates: async () => false,
        reply: async (reply) => void said.push(reply),
      });
      await answering(chat, turn, () => work(chat, turn));
      return said;
    },
  };
}

/** What would be logged as our own fault ends the drawing: it is no card. */
function defect(it: unknown): never {
  throw it instanceof Object && 'err' in it ? it.err : it;
}
