/** Labels, frames and the line at the foot: what is drawn over the pictures. Nothing is under 24 pixels where there is room. */
import { type Brush, family, type Letters, legible } from '../../../charts/letters.ts';
import type { Box } from './layout.ts';

/** The dark colours of the product's look: a chat is dark or light, the ground of pictures is dark in both. */
export const look = {
  ground: '#0d0b0a',
  text: '#f4efe8',
  soft: '#cbbfb0',
  safe: '#ff9448',
  strong: '#ff9d54',
  onSafe: '#231006',
  label: 'rgba(13, 11, 10, 0.8)',
} as const;

export type Pen = { context: Brush; letters: Letters };

/** A sheet of a size to draw on, which is transparent until then. */
export function sheet(letters: Letters, { width, height }: { width: number; height: number }) {
  const canvas = letters.canvas.createCanvas(width, height);
  const context = canvas.getContext('2d');
  context.textBaseline = 'middle';
  return { pen: { context, letters }, png: () => canvas.encode('png') };
}

export type Words = { text: string; weight?: 400 | 600; colour?: string; size?: number };

/** Words one after another from the left; gives where they end. */
export function write(
  { context, letters }: Pen,
  words: readonly Words[],
  at: { x: number; y: number },
): number {
  let x = at.x;
  for (const { text, weight = 400, colour = look.text, size = 26 } of words) {
    context.font = `${weight} ${size}px ${family}`;
    context.fillStyle = colour;
    context.fillText(legible(text), x, at.y);
    x += letters.widthOf(legible(text), size, weight);
  }
  return x;
}

export const widthOf = ({ letters }: Pick<Pen, 'letters'>, words: readonly Words[]): number =>
  words.reduce(
    (sum, { text, size = 26, weight = 400 }) => sum + letters.widthOf(legible(text), size, weight),
    0,
  );

/** A label in an upper corner of a box: the name, and what is beside it where that has room. Gives what it covers. */
export function label(
  pen: Pen,
  box: Box,
  { name, beside }: { name: string; beside: string },
  corner: 'left' | 'right' = 'left',
): Box {
  const inset = box.width < 200 ? 4 : 16;
  const room = box.width - 2 * inset;
  const whole: Words[] = [
    { text: beside === '' ? name : `${name} `, weight: 600 },
    { text: beside, colour: look.soft },
  ];
  const short: Words[] = [{ text: name, weight: 600 }];
  const sized = (words: Words[], size: number) => words.map((each) => ({ ...each, size }));
  const [words, padding] = [whole, short]
    .flatMap((some) => [26, 24, 20].map((size) => [sized(some, size), size < 24 ? 6 : 14] as const))
    .find(([some, side]) => widthOf(pen, some) + 2 * side <= room) ?? [sized(short, 18), 2];
  const { context } = pen;
  context.fillStyle = look.label;
  context.beginPath();
  const width = widthOf(pen, words) + 2 * padding;
  const left = corner === 'left' ? box.left + inset : box.left + box.width - inset - width;
  const top = box.top + inset;
  const covered = { left, top, width, height: 45 };
  context.roundRect(left, top, covered.width, covered.height, 6);
  context.fill();
  write(pen, words, { x: left + padding, y: box.top + inset + 23 });
  return covered;
}

/** Cut so that it fits, with dots for what is left out. */
export function cut({ letters }: Pick<Pen, 'letters'>, text: string, room: number, size = 26): string {
  const plain = legible(text);
  if (letters.widthOf(plain, size) <= room) return plain;
  let end = plain.length;
  while (end > 0 && letters.widthOf(`${plain.slice(0, end)}…`, size) > room) end -= 1;
  return end === 0 ? '' : `${plain.slice(0, end)}…`;
}
