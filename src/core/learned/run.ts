/** What is remembered of a run that has ended: how much work it was, how long it took, what the provider took for it. */

export type Run = {
  /** In ms: as the provider has measured it where it says so, else as we have seen it. */
  ms: number;
  /** As the model's file counts it; runs that were remembered before there was such a number have none. */
  work?: number | undefined;
  /** Thousandths of a credit; undefined where the provider named none. */
  cost?: number | undefined;
};

/** A day: no run lasts longer, the provider forgets it after an hour. */
const longestMs = 86_400_000;

export const canLast = (ms: number): boolean => ms >= 1 && ms <= longestMs;

/** As one entry of a list: the time alone, as it was written once, or all three, with `-` for what is not known. */
export const textOf = ({ ms, work, cost }: Run): string =>
  work === undefined
    ? String(Math.round(ms))
    : [Math.round(ms), Number(work.toPrecision(6)), cost === undefined ? '-' : Math.round(cost)].join(' ');

/** Undefined for what is none, whoever wrote it. */
export function runFrom(text: string): Run | undefined {
  const [ms, work, cost] = text.split(' ').map(Number);
  if (ms === undefined || !canLast(ms)) return undefined;
  return {
    ms,
    ...(work !== undefined && work > 0 && Number.isFinite(work) && { work }),
    ...(cost !== undefined && cost >= 0 && Number.isFinite(cost) && { cost }),
  };
}
