/** What is said of a comparison: in the picture, beside it, and to whoever cannot see it. */
import type { ComparisonType } from '../../domain/media-record.ts';

/** A ninth of the picture, by rows: 0 is the upper left, 4 the middle. */
export type Ninth = number;

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
};

/** What is posted of it. @param name of the source */
export const comparedName: Readonly<Record<ComparisonType, (name: string) => string>> = {
  picture: (name) => `Before and after of ${name}`,
  wipe: (name) => `${name}, before and after`,
  heat: (name) => `Where ${name} is changed`,
  still: (name) => `Before and after of ${name}, at one moment`,
};

/**
 * For whoever cannot see it.
 * @param it.sizes of both, `360 × 240 → 1440 × 960`
 */
export function comparisonAlt(
  type: ComparisonType,
  { name, sizes }: { name: string; sizes: string | undefined },
  facts: Facts,
): string {
  const both = sizes === undefined ? name : `${name}, ${sizes}`;
  const shown: Readonly<Record<ComparisonType, string>> = {
    picture: `Side by side: ${both}`,
    wipe: `The result wiped over its source and back: ${both}`,
    heat: `${name} in grey, which glows where it is changed`,
    still: `One moment, side by side: ${both}`,
  };
  return `${shown[type]}. ${faithfulTo(facts)}`;
}
