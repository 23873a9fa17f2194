/** What the owner's view says. */
import type { EndClass } from '../../../core/inspect/ends.ts';
import { inspectWords } from '../../../core/inspect/words.ts';
import { figure } from './numbers.ts';

const small = [
  'No',
  'One',
  'Two',
  'Three',
  'Four',
  'Five',
  'Six',
  'Seven',
  'Eight',
  'Nine',
  'Ten',
  'Eleven',
  'Twelve',
];
const counted = (count: number, one: string, more: string) =>
  `${small[count] ?? figure(count)} ${count === 1 ? one : more}`;

const classes: Readonly<Record<EndClass, readonly [title: string, about: string]>> = {
  file: ['The file', 'damaged, too long, or a link that does not open'],
  owner: ['Yours to mend', 'the key, the account or the plan at the provider'],
  provider: ['The provider', 'broke, took too long or refused what was asked'],
  chat: ['The chat', 'did not take the result'],
  ours: ['This program or its machine', 'worth a look at the log'],
  rules: ['Your own rules', 'blocked or switched off while it waited'],
  other: ['Something else', 'written by another version'],
};

export const adminWords = {
  title: 'Darkroom: the owner’s view',
  owner: 'Owner',
  overview: 'Overview',
  jobs: 'Jobs',
  queues: 'Raw queues',
  skip: 'Skip to the jobs',
  stale: 'The page is not answered; it is tried again.',

  nothing: 'Nothing is on the way.',
  onTheWay: (count: number) => counted(count, 'job is on the way', 'jobs are on the way'),
  oldest: (ms: number) => `the oldest for ${inspectWords.span(ms)}`,
  well: 'All is well.',
  away: 'Nothing can be shown of jobs and spending until Redis is back; this page tries again by itself.',
  ignored: (ms: number) => `Nobody has looked at what is due for ${inspectWords.span(ms)}: no process works.`,
  deaf: (title: string, why: string) => `${title} hears nobody: ${why}.`,
  refused: (ms: number) =>
    `A job was refused ${inspectWords.span(ms)} ago, since the account at the provider was empty.`,
  low: (credits: string) => `Only ${credits} credits are left at the provider.`,

  days: (count: number) => `${count} days`,
  span: 'Days',
  spend: 'Spend',
  spendAbout: 'charged to people by day and model, against what the provider reported',
  providerCost: 'provider’s cost',
  nothingSpent: (days: number) => `Nothing was charged in these ${days} days.`,
  spendAlt: (it: { days: number; charged: string; cost: string; most: string | undefined }) =>
    `Bars of the credits charged on each of ${it.days} days, stacked by model, and a line over each for the provider’s cost: ${it.charged} charged, ${it.cost} paid.${it.most ? ` Most on ${it.most}.` : ''} The tables below have the numbers.`,
  model: 'Model',
  runs: 'Runs',
  previews: 'Lab previews',
  charged: 'Charged, credits',
  provider: 'Provider, credits',
  carry: 'You carry',
  all: 'All',
  byDay: 'The same by day',
  day: 'Day',
  byPerson: 'Who spent most',
  person: 'Person',
  place: 'Place',

  queue: 'Queue',
  queueDepth: (waiting: number, running: number, atMost: number | undefined) =>
    `${waiting} in the line, ${running}${atMost === undefined ? '' : ` of ${atMost}`} at the provider`,
  withProvider: 'At the provider',
  beads: (running: number, waiting: number) =>
    [...(running ? [`${running} at the provider`] : []), ...(waiting ? [`${waiting} in the line`] : [])].join(
      ', ',
    ),
  oldestOf: (ms: number) => `oldest ${inspectWords.span(ms)}`,
  further: (count: number) => `and ${count} more`,
  since: (ms: number) => `for ${inspectWords.span(ms)}`,

  health: 'Health',
  redis: 'Redis',
  isWell: 'well',
  isAway: 'away',
  answersIn: (ms: number) => `answers in ${ms} ms`,
  losesNothing: 'a power cut loses nothing that was paid for',
  losesSome: 'a power cut loses something',
  providerName: 'Provider',
  lab: 'the lab',
  labAbout: 'stands in without a key: real work, no AI, no cost',
  left: (credits: string, agoMs: number) =>
    `${credits} credits left${agoMs < 120_000 ? '' : `, as seen ${inspectWords.span(agoMs)} ago`}`,
  leftUnknown: 'it does not say what is left',
  isSilent: 'no answer',
  hears: 'hears',
  elsewhere: 'stands by',
  isDeaf: 'deaf',
  hearsAbout: 'people are heard by this process',
  noChats: 'This process listens to no chat.',

  failures: 'Failures',
  failuresOf: (failed: number, all: number) => `${figure(failed)} of ${figure(all)} jobs`,
  cancelledOf: (count: number) => `${counted(count, 'more was', 'more were')} cancelled.`,
  noFailures: 'No job has failed.',
  class: (name: EndClass) => classes[name],
  times: (briefly: string, count: number) => `${briefly} (${count})`,

  waits: 'How long people wait',
  waitsAbout: 'from asking to the result: half of them, nine in ten',
  waitsFrom:
    'Of the newest 1,000 jobs in these days; the provider’s own times are those of its last 200 runs of each model.',
  noWaits: 'Nothing was finished in these days.',
  waitsAlt: (parts: readonly string[]) =>
    `How long half of the people and nine in ten of them waited for their result, by model, on a scale that grows tenfold: ${parts.join('; ')}.`,
  waitOf: (title: string, half: string, most: string) => `${title} ${half}, ${most}`,
  half: 'Half',
  most: 'Nine in ten',
  inLine: 'In the line',
  atProvider: 'At the provider',
  pair: (halfMs: number, mostMs: number) => `${inspectWords.span(halfMs)}, ${inspectWords.span(mostMs)}`,
} as const;
