/** Addresses within the page, each with what is asked for besides. */
import { type Asked, spans } from './gather.ts';

/** @param change what is to be another way; `undefined` takes it out */
export function linkWith(asked: Asked, change: { [Name in keyof Asked]?: Asked[Name] | undefined }): string {
  const { days, find, state, open, after } = { ...asked, ...change };
  const query = new URLSearchParams();
  if (days !== undefined && days !== spans[0]) query.set('days', String(days));
  if (find) query.set('find', find);
  if (state !== undefined && state !== 'all') query.set('state', state);
  if (after !== undefined) query.set('after', after);
  if (open !== undefined) query.set('open', open);
  return `?${query}`;
}
