/** The job engine: accepts commands, wakes the steps of a job's life, stops without losing anything. */

import { setMaxListeners } from 'node:events';
import { createPublisher } from '../card-updates/publisher.ts';
import type { Job } from '../domain/job.ts';
import type { Requests } from '../ports/engine.ts';
import type { Platform } from '../ports/platform.ts';
import { watchedAccount } from '../provider/account.ts';
import { createAsking } from '../view/asking.ts';
import { createCards, drawnFrom } from './batch/card.ts';
import { batchRequests } from './batch/request.ts';
import { cancel, cancelAll } from './cancel.ts';
import { createBeside } from './comparing/beside.ts';
import { createComparing } from './comparing/choices.ts';
import type { Context } from './context.ts';
import { deliverStep } from './deliver.ts';
import { fetchStep } from './fetch/fetch-result.ts';
import { createLinks } from './files/links.ts';
import { type Keep, maintain } from './housekeeping.ts';
import { deliverAgain, remove } from './kept-results.ts';
import { createPageLinks } from './page-links.ts';
import { createPoller } from './poll/poll.ts';
import { purchaseService } from './pots/service.ts';
import { createLine, inspectorOf } from './queue-position.ts';
import { drop } from './quote-files.ts';
import { recipeCards } from './recipe/card.ts';
import { recipeRequests } from './recipe/requests.ts';
import { runSeveral } from './recipe/run.ts';
import { recover } from './recovery/recover.ts';
import { admit } from './request/admit.ts';
import { beginningOf } from './request/beginning.ts';
import { judge } from './request/judge.ts';
import { makeQuote } from './request/make-quote.ts';
import { opening } from './request/opening.ts';
import { inOurWords } from './request/our-words.ts';
import { cancelExpected, preview } from './request/preview.ts';
import { run } from './request/quotes.ts';
import { check, request, submit } from './request/request.ts';
import { settled } from './settled.ts';
import { notingLosses } from './submit/said.ts';
import { prepareStep, submitStep } from './submit/submit.ts';
import { creditsOf } from './submit/withdrawn.ts';
import { tasteRequests } from './taste/requests.ts';
import { createVersions } from './versions/requests.ts';
import { createViewing } from './viewing/job-view.ts';

export type Engine = Requests & {
  /** `work`: take part in the work; without it this process only accepts commands and follows jobs. */
  start(options: { work: boolean }): Promise<void>;
  /** Hands running jobs over, lets open submits be answered, ends. */
  stop(): Promise<void>;
};

/** Questions to the provider on their way at once: at answers of 100 ms it is asked 2,560 times a second. */
const pollSlots = 256;

export function createEngine(
  options: Omit<Context, 'stopping' | 'platforms' | 'asking'> & { platforms: readonly Platform[] } & Keep,
): Engine {
  const stopping = new AbortController();
  // Every step that runs listens to it.
  setMaxListeners(0, stopping.signal);
  const platforms = new Map(options.platforms.map((platform) => [platform.name, platform]));
  const { provider, account } = watchedAccount(options);
  const own = { provider, platforms, asking: createAsking(), stopping: stopping.signal };
  const context: Context = { ...options, ...own };
  const { store, queues, clock, log, files } = context;
  const line = createLine(context);
  const { comparing, policies, shown: comparingShown } = createComparing(context);
  const pages = createPageLinks(context);
  const versions = createVersions(context);
  const view = createViewing(context, { line, policies, comparing: comparingShown, versions, pages });
  const card = createCards(context, { viewOf: view, pages, ofSteps: recipeCards(context, policies) });
  const shown = { platforms: notingLosses(context), viewOf: card.view, onMove: line.onMove };
  const publisher = createPublisher({ store: drawnFrom(store, card), log, clock, ...shown });
  const beside = createBeside(context, { comparing, viewOf: view });
  const showing = { viewOf: view, card, publisher, beside };
  const poller = createPoller(context, pollSlots);
  const credits = creditsOf(context);

  return {
    check: (command) => check(context, command).catch(inOurWords),
    opening: (asked) => opening(context, asked),
    preview: (intended) => preview(context, intended, view).catch(inOurWords),
    request: (command) => request(context, command).catch(inOurWords),
    ...batchRequests(context, card),
    submit: (command) => submit(context, command).catch(inOurWords),
    quote: async (command) => makeQuote(context, command, await judge(context, command)),
    run: (id, choice) => run(context, id, choice, runSeveral).catch(inOurWords),
    drop: (id, person) => drop(context, id, person),
    credits,
    purchases: purchaseService(context, credits.isAdmin),
    comparing,
    versions,
    taste: tasteRequests(context),
    recipes: recipeRequests(context),
    provider: account,
    pages,
    links: createLinks({ ...options, read: store.read, filePath: files.path }),
    ...inspectorOf(context, line),
    beginning: (source, seconds) => beginningOf(context, source, seconds),
    keep: (body) => files.keep(body, { maxBytes: context.maxFileBytes }).catch(inOurWords),
    admitForm: (person) => admit(context, 'forms', person),
    admit: (what, person) => admit(context, what, person),
    ...context.people,
    cancel: (id, how) => cancel(context, id, how),
    cancelExpected: (id, person) => cancelExpected(context, id, person),
    cancelAll: (at) => cancelAll(context, at),
    remove: (id) => remove(context, id),
    deliverAgain: (id) => deliverAgain(context, id),
    settled: (id, signal) => settled(store, id, signal),
    view,
    read: (id) => store.read(id),
    move: (id, change) => store.move(id, change),
    async jobs({ scope, requester }, count) {
      const ids = await store.jobsOf(scope, requester, count);
      return (await Promise.all(ids.map((id) => store.read(id)))).filter((job) => job !== undefined);
    },

    async start({ work }) {
      await publisher.start();
      if (!work) return;
      // Before anything is paid for: a Redis may have come back without its last writes.
      await context.durable?.watch((notes) => recover(context, notes));
      const handlers = {
        submit: (id: string) => submitStep(context, id),
        prepare: (id: string) => prepareStep(context, id),
        fetch: (id: string, held?: Job) => fetchStep(context, id, held),
        deliver: (id: string, held?: Job) => deliverStep(context, id, showing, held),
        sweep: () => poller.sweep(),
        maintain: () => maintain(context, options).then(beside.postAll),
      };
      await queues.start(handlers, [...platforms.keys()]);
      // Whatever was due while nobody was there.
      await queues.wakeSweep(0);
    },
    async stop() {
      stopping.abort(new Error('this process stops'));
      await publisher.close();
      await poller.close();
      await queues.close();
    },
  };
}
