/**
 * The page's charts as SVG, by the tokens of its style, so that dark and light are the browser's choice. Each is drawn twice:
 * on a telephone nobody could read the letters of the wide one.
 */
import { LRUCache } from 'lru-cache';
import { type Chart, svgOf } from '../../../core/charts/svg.ts';

export type Drawn = { wide: string; narrow: string };

/** Pixels; what is around the bars is part of them. */
export type Size = { width: number; height: number; left: number; right: number; bottom: number };

export const config: NonNullable<Chart['config']> = {
  aria: false,
  background: 'transparent',
  axis: {
    labelColor: 'var(--text-3)',
    labelFontSize: 11,
    gridColor: 'var(--line)',
    domain: false,
    ticks: false,
    title: null,
  },
};

/** What was drawn last; the page asks every few seconds, and the numbers change less often. */
const kept = new LRUCache<string, Promise<string>>({ max: 24 });

export function draw(chart: Chart): Promise<string> {
  const key = JSON.stringify(chart);
  const known = kept.get(key);
  if (known) return known;
  const drawn = svgOf(chart);
  kept.set(key, drawn);
  drawn.catch(() => kept.delete(key));
  return drawn;
}

export const frame = ({
  width,
  height,
  left,
  right,
  bottom,
}: Size): Partial<Chart> & { width: number; height: number } => ({
  width: width - left - right,
  height: height - bottom - 8,
  padding: { left, right, top: 8, bottom },
  autosize: 'none',
});
