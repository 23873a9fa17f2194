/** What is said of trying several ways on a part of a picture. Plain text. */
import { list } from '../../core/words/amounts.ts';
import { some } from '../../core/words/names.ts';

export const tasteWords = {
  tryOut: 'Try…',
  /** `Run the whole with 2: Larger ×4, 0.5 credits` */
  whole: (it: { number: number; name: string; price: number; opens: boolean }) =>
    `Run the whole with ${it.number}: ${it.name}, ${some(it.price)}${it.opens ? '…' : ''}`,
  vote: (number: number) => `Vote for ${number}`,
  voted: (number: number, name: string) =>
    `Your vote is for ${number}. ${name}. Vote for another to change it; the card above counts all.`,
  votingOver: 'The vote is over: it was open for a week.',
  noWay: 'There is no such way in this test; use the buttons under its picture.',
  onlyPictures:
    'Only a picture can be tried on a part. For a video there is the first of it: cut it shorter.',
  noArea: (given: string, areas: readonly string[]) =>
    `There is no part called ${given}. Say ${list(areas)}, or nothing for where there is most detail.`,
} as const;
