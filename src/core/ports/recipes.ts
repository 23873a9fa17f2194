/** What a chat may ask of the engine about recipes. */
import type { Quote } from '../credits/quote.ts';
import type { RecipeCommand, Resumption, Step } from '../domain/asked/recipe.ts';
import type { Paid, Person } from '../domain/command.ts';
import type { Job, Source } from '../domain/job.ts';

/** A job, or the price to be agreed to first. */
type Answer = { job: Job } | { quote: Quote };

export type RecipeRequests = {
  /** As `Requests.check`, of all steps together, as far as it can be said without the file. @throws Failure */
  check(asked: Person & Paid & { key?: string }, steps: readonly Step[]): Promise<{ asks: boolean }>;
  /**
   * The same of one step or several by the files themselves, of all of them together; without any, by what is known before.
   * @throws Failure; then those files are gone
   */
  checkFiles(
    asked: Person & Paid & { key: string },
    run: Step & { next?: readonly Step[] | undefined },
    sources: readonly Source[],
  ): Promise<void>;
  /**
   * As `Requests.request`: a price, also where another order costs less, or jobs, of which the last one is answered, which has the
   * card. @param how.asks its price is shown first in any case. @throws Failure; then nothing was kept or reserved
   */
  request(command: RecipeCommand, how?: { asks?: true }): Promise<Answer>;
  /** The steps of one that stopped which are not done, from the result that is kept. Asked again it is the same jobs. @throws Failure */
  resume(it: Resumption): Promise<Answer>;
  /** A price with one more step at its end, in place of that one. @throws Failure quote-gone, not-yours, or as `request` */
  extend(id: string, it: { person: Person; key: string; step: Step }): Promise<Quote>;
  /** What a price is for, step by step. @throws Failure quote-gone, not-yours */
  stepsOf(id: string, person: Person): Promise<readonly Step[]>;
  /** Of which recipe a job is the last step, and the jobs of its steps. Undefined for any other job. */
  of(job: Job): Promise<{ name: string | undefined; steps: readonly Job[] } | undefined>;
};
