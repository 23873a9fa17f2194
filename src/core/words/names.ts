/** Names, amounts and times as they stand in lines about accounts. */
import { credits, quoted } from './amounts.ts';

/** How a platform writes the ids it gave out; as they are where it is left out. */
export type Names = {
  person?: (id: string) => string;
  group?: (id: string) => string;
  channel?: (id: string) => string;
  /** A moment as its readers have it on their clocks; in UTC where it is left out. @param at ms since 1970 */
  moment?: (at: number) => string;
};

/** On one line, cut at 60 characters. */
export const asItIs = (id: string) => quoted(id);

/** `0.5 credits`. @param thousandths of a credit */
export const some = (thousandths: number) =>
  `${credits(thousandths)} ${thousandths === 1000 ? 'credit' : 'credits'}`;
