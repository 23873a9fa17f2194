/** What is said of a comparison: in the picture, beside it, and to whoever cannot see it. */
import type { Ninth } from './places.ts';

export type Facts = {
  /** 0 to 1. */
  share: number;
  /** Where it is most changed; null where nowhere, to the eye. */
  ninth: Ninth | null;
};

/** What stands at the foot. */
export type Caption = { title: string; name: string; lab: boolean };

const ninths = [
  'in the upper left',
  'above the middle',
  'in the upper right',
  'left of the middle',
  'in the middle',
  'right of the middle',
  'in the lower left',
  'below the middle',
  'in the lower right',
] as const;

/** `98.9 %`; never rounded up to all of it. */
export const percent = (share: number): string => {
  const tenths = Math.floor(share * 1000 + 1e-9) / 10;
  return `${tenths === 100 ? '100' : tenths.toFixed(1)} %`;
};

/** `Most changed: right of the middle`. */
export const whereChanged = ({ ninth }: Facts): string =>
  ninth === null ? 'Nothing is changed to the eye' : `Most changed: ${ninths[ninth] ?? 'in the middle'}`;

/** `98.9 % faithful. Most changed: right of the middle.` */
export const faithfulTo = (facts: Facts): string =>
  `${percent(facts.share)} faithful. ${whereChanged(facts)}.`;

export const comparisonWords = {
  before: 'Before',
  after: 'After',
  faithful: 'faithful',
  lab: 'lab preview, no AI',
  /** For whoever cannot see the picture. */
  alt: (name: string, sizes: string, facts: Facts) =>
    `Before and after of ${name}, ${sizes}, with the three places that are most changed. ${faithfulTo(facts)}`,
  altMoving: (name: string, sizes: string, facts: Facts) =>
    `${name} before and after, in step: ${sizes}. ${faithfulTo(facts)}`,
  altHeat: (name: string, facts: Facts) =>
    `${name} in grey; the more it is changed, the more it glows. ${faithfulTo(facts)}`,
  heat: (size: string) => `brought back to ${size}`,
};
