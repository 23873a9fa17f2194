/**
 * A recipe: two to four steps as one request, each of which takes what the one before gives. It is a batch: each step is a job,
 * all are made and reserved together, and the last one has the card and posts the one result.
 */
import type { Paid, Person } from '../command.ts';
import type { Job, Json, Source } from '../job.ts';

export const fewestSteps = 2;
export const mostSteps = 4;

/** One step as it is asked for. */
export type Step = { model: string; settings: Readonly<Record<string, unknown>> };

/** What makes a batch one. `name`: of its source. `resumes`: the batch whose finished steps it goes on from. */
export type Recipe = { name?: string | undefined; resumes?: string | undefined };

/** As `Command`. `id`: of the job that is to have the card, which is the last one. */
export type RecipeCommand = Person &
  Paid & {
    id?: string;
    key: string;
    address: Json;
    steps: readonly Step[];
    source: Source | undefined;
    /** As `Command` has them. */
    madeFrom?: string;
    further?: true;
    together?: true;
  };

/** The rest of a recipe that stopped. `batch`: its id. */
export type Resumption = Omit<RecipeCommand, 'steps' | 'source'> & { batch: string };

/** One step of a recipe, whichever. */
export const isStep = ({ batch }: Pick<Job, 'batch'>): boolean => batch?.step !== undefined;

/** Its result is kept and not posted: another step takes it. */
export const isBetween = ({ batch }: Pick<Job, 'batch'>): boolean => batch?.step?.next !== undefined;
