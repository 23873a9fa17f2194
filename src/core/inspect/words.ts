/** What is said of a job to whoever runs the place. */
import { duration, ordinal } from '../words/amounts.ts';
import { asItIs, some } from '../words/names.ts';
import type { Waits } from './waits.ts';

/** `1.2 s`, `20 s`, `3 min`; a span that has passed is none. */
const span = (ms: number) => (ms < 9_950 ? `${Number((Math.max(0, ms) / 1000).toFixed(1))} s` : duration(ms));

const inTime = (at: number, now: number) => (at > now ? `in ${span(at - now)}` : 'now');
const ago = (at: number, now: number) => `${span(now - at)} ago`;

/** A link may carry a signature, and a place where secrets stand is not for lines that are copied around. */
export const withoutLinks = (text: string): string =>
  text.replace(/\b[a-z][a-z0-9+.-]*:\/\/\S+/gi, '(a link)');

const toDo: Readonly<Record<Waits['for'], (platform: string) => string>> = {
  source: () => 'its source to be checked',
  turn: () => 'its turn',
  submit: () => 'the answer to the paid request',
  verdict: () => 'to be called uncertain, since its holder died while it was paid for',
  provider: () => 'the provider',
  result: () => 'its result to be fetched',
  post: (platform) => `to be posted on ${platform}`,
  notice: (platform) => `its person to be told on ${platform}`,
  cancel: () => 'to be given up, as was asked for',
};

function waits({ for: step, how, at = 0, position }: Waits, platform: string, now: number): string {
  const what = toDo[step](platform);
  const inLine = position === undefined ? '' : `, ${position === 1 ? 'next' : ordinal(position)} in line`;
  switch (how) {
    case 'next':
      return `${what}${inLine}${step === 'provider' ? `, asked again ${inTime(at, now)}` : ''}`;
    case 'held':
      return step === 'submit' ? `${what}, for ${span(at - now)} at most` : `${what}; a process is at it`;
    case 'died':
      return `a holder that died, free again ${inTime(at, now)}; then ${what}`;
    case 'later':
      return `${what}, tried again ${inTime(at, now)}`;
    case 'nobody':
      return `a process that works: it has been due for ${span(now - at)}; then ${what}${inLine}`;
    case 'forgotten':
      return `nothing: no process will look at it again; next would be ${what}`;
  }
}

export const inspectWords = {
  waits,
  span,
  inTime,
  ago,
  title: (id: string, title: string) => `Job ${id} · ${title}`,
  nothing: 'No job is on its way.',
  stateFor: (state: string, reason: string | undefined) =>
    reason === undefined ? state : `${state} (${reason})`,
  atMost: (price: number) => `at most ${some(price)}`,
  state: (state: string, phase: string | undefined, changedAt: number, now: number) =>
    `State: ${state}${phase && state === 'polling' ? ` (${phase} there)` : ''}, for ${span(now - changedAt)}`,
  waitsFor: (line: string | undefined) =>
    `Waits for: ${line ?? 'nothing; it is over and its person was told'}`,
  due: (due: number | undefined, now: number) =>
    `Due: ${due === undefined ? 'never' : due > now ? inTime(due, now) : `since ${span(now - due)}`}`,
  position: (position: number, startsInMs: number | undefined) =>
    `In line: ${position === 1 ? 'next' : ordinal(position)}${startsInMs ? `, starts in about ${span(startsInMs)}` : ''}`,
  holder: (it: { by: string | undefined; until: number; silent: boolean } | undefined, now: number) => {
    if (!it) return 'Held by: nobody';
    const until = it.until > now ? `for another ${span(it.until - now)}` : `until ${ago(it.until, now)}`;
    return `Held by: ${it.by ?? 'a process'} ${until}${it.silent ? '; it has not renewed, so it is gone' : ''}`;
  },
  attempts: (tries: number, faults: number, missing: number) =>
    `Attempts: ${tries} of this step, ${faults} passing faults in a row${missing > 0 ? `, unknown to the provider ${missing} times in a row` : ''}`,
  provider: (requestId: string | undefined, answer: string | undefined) =>
    `Provider: ${requestId === undefined ? 'does not have it' : `request ${requestId}`}${answer ? `; it last said ${answer}` : ''}`,
  answer: (status: string, at: number, now: number) => `${asItIs(status)}, ${ago(at, now)}`,
  credits: (it: { price: number; hold: string; charged?: number | undefined; cost?: number | undefined }) =>
    `Credits: at most ${some(it.price)}, ${it.hold}${it.charged === undefined ? '' : `, ${some(it.charged)} charged`}${it.cost === undefined ? '' : `; the provider's price is ${it.cost} US dollars`}`,
  settings: (pairs: readonly string[]) => `Settings: ${pairs.length === 0 ? 'none' : pairs.join(' · ')}`,
  characters: (name: string, count: number) =>
    `${name}: ${count} ${count === 1 ? 'character' : 'characters'}`,
  setting: (name: string, value: unknown) =>
    `${name} ${typeof value === 'boolean' ? (value ? 'yes' : 'no') : asItIs(String(value))}`,
  file: (what: 'Source' | 'Result', parts: readonly string[]) =>
    `${what}: ${parts.length === 0 ? 'none' : parts.join(', ')}`,
  kept: (name: string, kept: boolean) => `${name} ${kept ? 'is on disk' : 'is not on disk any more'}`,
  link: (host: string) => `from a link to ${asItIs(host)}`,
  asked: (person: string, platform: string, scope: string) =>
    `Asked by: ${person} on ${platform}, in ${asItIs(scope)}`,
  address: (parts: readonly string[]) => `Shown at: ${parts.length === 0 ? 'nowhere' : parts.join(', ')}`,
  times: (parts: readonly string[]) => `Times (UTC): ${parts.join(', ')}`,
  /** To the second, as its person reads it. */
  took: (ms: number) => `Took: ${duration(ms)} from asking to the result`,
  cancel: (asked: boolean) => `Cancel requested: ${asked ? 'yes' : 'no'}`,
  failure: (code: string, sentence: string) => `Failure: ${code}: ${sentence}`,
} as const;
