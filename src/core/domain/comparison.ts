/** Ways to set a result beside its source, to be looked at. */
import type { Medium } from '../../models/fields.ts';

/** Before and after, one wiped over the other, or where it is changed; of videos all are the same clip. */
export const comparisonTypes = ['picture', 'wipe', 'heat'] as const;
export type ComparisonType = (typeof comparisonTypes)[number];

/** As what a result is to be posted instead of itself; `takes`: what its model took the source as. */
export type Comparison = { compare: ComparisonType; takes: Medium };
