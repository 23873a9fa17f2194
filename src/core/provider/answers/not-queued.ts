/** Whether an error that a submit was answered with is proof that nothing was queued. */
import { readSubmitted } from './answers.ts';
import { errorText } from './reason.ts';

/** In so many words: it was not taken. Not: it was not processed or finished, which is true of a job that runs, too. */
const saysSo = [
  /(?:\bnot|\bcannot|n['’]t) (?:been |be )?(?:en)?queued\b/i,
  /\b(?:job|request|task)\b[\w ]{0,12}(?:\bnot|\bcannot|n['’]t) (?:been |be )?(?:accepted|submitted|created)\b/i,
  /\b(?:nothing|no (?:job|request|task)) (?:was|has been) (?:queued|enqueued|accepted|submitted|created)\b/i,
  /\bqueue is full\b/i,
];
/** Whoever writes so does not know it. */
const unsure =
  /\b(?:may|might|perhaps|possibly|unknown|unclear|whether)\b|\btime[sd]?[ -]?out\b|\bin time\b/i;

/**
 * Only the API itself can know it: JSON in its own form, which names no job and says so. A page of a gateway is none, nor is
 * an empty body, a `Retry-After`, or "try again": what stands before the API cannot know what happened behind it.
 * @param json the parsed body; undefined when it was none
 */
export function provesNotQueued(json: unknown): boolean {
  if (typeof json !== 'object' || json === null || Array.isArray(json)) return false;
  if ('request_id' in json || readSubmitted(json) !== undefined) return false;
  const said = errorText(json);
  return saysSo.some((pattern) => pattern.test(said)) && !unsure.test(said);
}
