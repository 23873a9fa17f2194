/** What stands on pages for whoever has their address. Plain text. */
import { momentUtc, bytes as size } from '../../core/words/amounts.ts';

export const viewerWords = {
  product: 'Darkroom',
  /** `Larger picture ×4 of lake.jpg` */
  done: (title: string, source: string | undefined) =>
    source === undefined ? title : `${title} of ${source}`,
  before: 'Before',
  after: 'After',
  slide: 'Before and after: arrow keys move the edge between them',
  /** Of the source, for who cannot see it. */
  beforeAlt: (name: string) => `${name}, before`,
  save: 'Save the original',
  /** `PNG, 2.7 MB` */
  saved: (name: string, count: number) => `${(name.split('.').at(-1) ?? '').toUpperCase()}, ${size(count)}`,
  sourceGone: 'What it was made of is no longer kept.',
  sourceHard: 'What it was made of is a file that browsers do not show.',
  resultHard: 'Browsers do not show this file. Saved, it opens in other programs.',
  sideBySide: 'Side by side, and where it changed most',
  oneMoment: 'One moment, side by side',
  removed: (count: number) => `${count} removed`,
  album: (count: number) => `All ${count}`,
  earlier: 'Previous',
  later: 'Next',
  /** `3 lake` */
  frame: (number: number, name: string) => `${number} ${name.replace(/\.\w{1,5}$/, '')}`,
  until: (until: number) =>
    `Whoever has this address can open it, until ${momentUtc(until)} at the latest. It is gone as soon as the result is removed.`,
  untilAll: (until: number) =>
    `Whoever has this address can open it, until ${momentUtc(until)} at the latest. What is removed is gone here, too.`,
} as const;
