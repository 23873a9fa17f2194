/** Text as outlines in an SVG, which looks the same on every machine and leaves nothing in the SVG to be escaped. */
import { em, letters, type Shape } from './glyphs.ts';

/** Anything it has no shape for: an accent is left off, the rest becomes a question mark. */
const shapesOf = (text: string): Shape[] =>
  [...text.normalize('NFKD').replace(/\p{M}/gu, '')].flatMap(
    (letter) => letters.get(letter) ?? letters.get('?') ?? [],
  );

/** How wide the text is at this size, in pixels. */
export const widthOf = (text: string, size: number): number =>
  (shapesOf(text).reduce((sum, { advance }) => sum + advance, 0) * size) / em;

/** The text, cut with `…` where it is wider than `most` pixels. */
export function cut(text: string, size: number, most: number): string {
  if (widthOf(text, size) <= most) return text;
  const characters = [...text];
  while (characters.length > 0 && widthOf(`${characters.join('')}…`, size) > most) characters.pop();
  return `${characters.join('').trimEnd()}…`;
}

/**
 * @param x of its start, middle or end, as `align` says; `y` of the line that it stands on, both in pixels.
 * @param bold thickens the outlines: there is only one weight of them.
 */
export function lettering(
  text: string,
  at: {
    x: number;
    y: number;
    size: number;
    fill: string;
    align?: 'start' | 'middle' | 'end';
    bold?: boolean;
  },
): string {
  const { x, y, size, fill, align = 'start', bold = false } = at;
  const scale = size / em;
  const back = { start: 0, middle: 0.5, end: 1 }[align] * widthOf(text, size);
  let along = 0;
  const outlines = shapesOf(text).map(({ advance, outline }) => {
    const path = outline && `<path transform="translate(${along} 0)" d="${outline}"/>`;
    along += advance;
    return path;
  });
  const stroke = bold ? ` stroke="${fill}" stroke-width="${em * 0.035}" stroke-linejoin="round"` : '';
  const place = `translate(${(x - back).toFixed(2)} ${y.toFixed(2)}) scale(${scale})`;
  return `<g transform="${place}" fill="${fill}"${stroke}>${outlines.join('')}</g>`;
}
