import { findModel } from '../../models/index.ts';
import { isOver, type Job, type Json, type MediaFile } from '../domain/job.ts';
import { processOf } from '../domain/token.ts';
import { failureSentence } from '../view/ending.ts';
import type { Waiting } from '../view/view.ts';
import { type DiscreetSettings, hostOf, settingsOf, textsOf, withoutDoors } from './discreet.ts';
import { type Facts, isSilent, type Waits, waitsOf } from './waits.ts';
import { withoutLinks } from './words.ts';

type Kept = { kept: boolean };

/** What the list says of a job. Times in ms since 1970. */
export type Unfinished = Pick<
  Job,
  'id' | 'state' | 'phase' | 'model' | 'platform' | 'scope' | 'requester' | 'createdAt' | 'changedAt'
> & { title: string; waits: Waits | undefined };

/** All about a job. Amounts in thousandths of a credit, `cost` in US dollars. */
export type Inspection = Unfinished &
  Pick<
    Job,
    | 'version'
    | 'notified'
    | 'tries'
    | 'faults'
    | 'notBefore'
    | 'missing'
    | 'lastAnswer'
    | 'price'
    | 'hold'
    | 'charged'
    | 'cost'
    | 'cancelRequested'
    | 'submittedAt'
    | 'processingAt'
    | 'completedAt'
  > & {
    due: number | undefined;
    /** Its place in the line. */
    queue: Waiting | undefined;
    /** `by`: undefined where the record does not tell. */
    holder: { by: string | undefined; until: number; silent: boolean } | undefined;
    requestId: string | undefined;
    settings: DiscreetSettings;
    source: { from: string | undefined; fileName: string | undefined; file: (KeptFile & Kept) | undefined };
    /** As it was found when it was checked. */
    sourceFile: (MediaFile & Kept) | undefined;
    result: (MediaFile & Kept) | undefined;
    /** Without tokens and links. */
    address: Json;
    failure: { code: string; sentence: string } | undefined;
  };
type KeptFile = { name: string; type: string; bytes: number };

const titleOf = ({ model }: Job) => findModel(model)?.title ?? model;

export function unfinishedOf(job: Job, facts: Facts): Unfinished {
  const { id, state, phase, model, platform, scope, requester, createdAt, changedAt } = job;
  return {
    id,
    state,
    phase,
    model,
    platform,
    scope,
    requester,
    createdAt,
    changedAt,
    title: titleOf(job),
    waits: waitsOf(job, facts),
  };
}

/** @param isKept which of its files, by name, are still there */
export function inspectionOf(
  job: Job,
  { isKept, queue, ...facts }: Facts & { isKept: (name: string) => boolean; queue: Waiting | undefined },
): Inspection {
  const { version, notified, tries, faults, notBefore, missing, lastAnswer, price, hold, charged, cost } =
    job;
  const { cancelRequested, submittedAt, processingAt, completedAt, source, token, heldUntil } = job;
  const kept = <File extends KeptFile>(file: File | undefined) =>
    file && { ...file, kept: isKept(file.name) };
  const discreet = (text: string) =>
    withoutLinks(textsOf(job).reduce((all, each) => all.replaceAll(each, '…'), text));
  return {
    ...unfinishedOf(job, facts),
    version,
    notified,
    tries,
    faults,
    notBefore,
    missing,
    price,
    hold,
    charged,
    cost,
    lastAnswer: lastAnswer && { ...lastAnswer, status: discreet(lastAnswer.status) },
    cancelRequested,
    submittedAt,
    processingAt,
    completedAt,
    queue,
    due: facts.due,
    holder:
      token === undefined || heldUntil === undefined
        ? undefined
        : { by: processOf(token), until: heldUntil, silent: isSilent(job, facts) },
    requestId: job.operation?.requestId,
    settings: settingsOf(job),
    source: {
      from: source.kind === 'link' ? hostOf(source.link) : undefined,
      fileName: source.fileName,
      file: source.kind === 'stored' ? kept({ ...source }) : undefined,
    },
    sourceFile: kept(job.sourceFile),
    result: kept(job.result),
    address: withoutDoors(job.address),
    failure:
      job.failure === undefined && (!isOver(job.state) || job.state === 'done')
        ? undefined
        : { code: job.failure?.code ?? job.state, sentence: discreet(failureSentence(job)) },
  };
}
