/** Numbered frames around places of a picture, and the numbers on what shows them larger. */
import { family } from '../../../charts/letters.ts';
import { look, type Pen } from './ink.ts';
import type { Box } from './layout.ts';

/** Pixels: of a number's ground, and of a frame at least, as one around less would be all number. */
const [badge, leastFrame] = [34, 26];

/** A number on a corner of something. */
export function number({ context, letters }: Pen, text: string, at: { left: number; top: number }): void {
  context.fillStyle = look.safe;
  context.beginPath();
  context.roundRect(at.left, at.top, badge, badge, [0, 0, 6, 0]);
  context.fill();
  context.fillStyle = look.onSafe;
  context.font = `600 24px ${family}`;
  context.fillText(text, at.left + (badge - letters.widthOf(text, 24, 600)) / 2, at.top + badge / 2 + 1);
}

/**
 * A frame around each place, numbered from 1: beside it where that is free, else within. What is read stays free.
 * @param drawn draws what is to lie over the frames, and says what it covers
 */
export function marks(pen: Pen, places: readonly Box[], within: Box, drawn: () => Box): void {
  const boxes = places.map((place) => atLeast(place, within));
  for (const box of boxes) frame(pen, box);
  const covered = [drawn()];
  for (const [index, box] of boxes.entries()) {
    const others = boxes.filter((other) => other !== box);
    const [left, top] = [box.left - 1, box.top - 1];
    const beside = [
      { left, top: box.top - badge },
      { left, top: box.top + box.height },
      { left: box.left + box.width, top },
      { left: box.left - badge, top },
    ].map(sized);
    const inside = [
      { left, top },
      { left: box.left + box.width + 1 - badge, top: box.top + box.height + 1 - badge },
    ].map(sized);
    const at =
      beside.find((it) => isIn(it, within) && isFree(it, [...covered, ...others])) ??
      [...inside, ...beside].find((it) => isIn(it, within) && isFree(it, covered)) ??
      sized({ left, top });
    number(pen, String(index + 1), at);
    covered.push(at);
  }
}

const sized = (at: { left: number; top: number }): Box => ({ ...at, width: badge, height: badge });

const isIn = (box: Box, whole: Box): boolean =>
  box.left >= whole.left - 2 &&
  box.top >= whole.top - 2 &&
  box.left + box.width <= whole.left + whole.width + 2 &&
  box.top + box.height <= whole.top + whole.height + 2;

const isFree = (box: Box, others: readonly Box[]): boolean =>
  others.every(
    (other) =>
      box.left + box.width <= other.left + 2 ||
      other.left + other.width <= box.left + 2 ||
      box.top + box.height <= other.top + 2 ||
      other.top + other.height <= box.top + 2,
  );

/** Around the same middle, as far as there is room. */
function atLeast(box: Box, within: Box): Box {
  const [width, height] = [Math.max(box.width, leastFrame), Math.max(box.height, leastFrame)];
  const between = (value: number, low: number, high: number) => Math.max(low, Math.min(high, value));
  return {
    width: Math.min(width, within.width),
    height: Math.min(height, within.height),
    left: between(box.left - (width - box.width) / 2, within.left, within.left + within.width - width),
    top: between(box.top - (height - box.height) / 2, within.top, within.top + within.height - height),
  };
}

function frame({ context }: Pen, box: Box): void {
  const rim = (colour: string, lineWidth: number) => {
    context.strokeStyle = colour;
    context.lineWidth = lineWidth;
    context.beginPath();
    context.roundRect(box.left, box.top, box.width, box.height, 4);
    context.stroke();
  };
  rim('rgba(0, 0, 0, 0.5)', 5);
  rim(look.safe, 3);
}
