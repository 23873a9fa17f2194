/** In which ways a result is set beside its source; for videos all are the same clip. */
export const comparisonTypes = ['picture', 'wipe', 'heat'] as const;
export type ComparisonType = (typeof comparisonTypes)[number];
