/** What is said of requests with several steps, one after the other. Plain text. */
import { quoted } from '../../core/words/amounts.ts';
import { recipeWords } from '../../core/words/asked/recipe.ts';

export const chainWords = {
  /** Under a price: a step more. */
  more: 'Then…',
  none: 'Nothing more',
  /** Where it is chosen in a form. */
  moreLabel: 'Then',
  whichNext: 'What comes after that? Its price is shown before anything runs.',
  /** `then larger video ×2…` */
  next: (what: string) => `${what}…`,
  noNext: 'No model takes what this gives.',
  resume: (it: { step: number; price: number; asks: boolean }) =>
    `${recipeWords.resume(it.step, it.price)}${it.asks ? '…' : ''}`,
  cancelRest: 'Cancel the rest',
  /** @param step from 1 @param why a sentence */
  inStep: (step: number, why: string) => `Step ${step}: ${why}`,
  noModel: (given: string, example: string) =>
    given === ''
      ? `there is nothing after “then”. Name what is to follow, such as \`${example}\`.`
      : `${quoted(given)} names no model. Name what is to follow, such as \`${example}\`.`,
  oneFile: 'Several steps can be asked for of one file at a time. Ask for each of these files by itself.',
  notResumable: 'There is nothing to resume here: it goes on, it is done, or it was taken away.',
} as const;
