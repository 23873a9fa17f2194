/** The line at the foot of what is drawn. */
import { type Caption, type Facts, percent, whereChanged, comparisonWords as words } from '../words.ts';
import { cut, look, type Pen, type Words, widthOf, write } from './ink.ts';
import type { Box } from './layout.ts';

const sign = 40;

/** What was done to which picture, and how faithful it is to it. */
export function foot(pen: Pen, box: Box, { title, name, lab }: Caption, facts: Facts): void {
  const y = box.top + box.height / 2 - 1;
  drawSign(pen, { left: 18, top: y - sign / 2 });
  const left = 18 + sign + 16;
  const share: Words[] = [
    { text: percent(facts.share), weight: 600, size: 36, colour: look.strong },
    { text: `  ${words.faithful}` },
  ];
  const where: Words = { text: `${whereChanged(facts)}  `, colour: look.soft };
  const right = box.width - 18 - widthOf(pen, share);
  const beside = right - widthOf(pen, [where]);
  about(pen, { title, name, lab }, { left, y, room: beside - left - 30 });
  write(pen, [where], { x: beside, y });
  write(pen, share, { x: right, y });
}

/** In one line where it fits whole, else in two: that no AI was at work is never cut, the name of the file may be. */
function about(pen: Pen, { title, name, lab }: Caption, { left, y, room }: Room): void {
  const whole: Words[] = [
    { text: title, weight: 600 },
    { text: `  ${[name, ...(lab ? [words.lab] : [])].join(' · ')}`, colour: look.soft },
  ];
  if (widthOf(pen, whole) <= room) {
    write(pen, whole, { x: left, y });
    return;
  }
  const most = room - (lab ? widthOf(pen, [{ text: ` · ${words.lab}`, size }]) : 0);
  const short = most > leastName ? cut(pen, name, most, size) : '';
  const under = [short, ...(lab ? [words.lab] : [])].filter(Boolean).join(' · ');
  write(pen, [{ text: cut(pen, title, room, size), weight: 600, size }], { x: left, y: y - size / 2 - 3 });
  write(pen, [{ text: under, colour: look.soft, size }], { x: left, y: y + size / 2 + 4 });
}
type Room = { left: number; y: number; room: number };

/** Pixels: of letters in two lines, and of what is worth saying of a name. */
const [size, leastName] = [24, 60];

/** The product's sign: a half-lit disc. */
function drawSign({ context }: Pen, at: { left: number; top: number }): void {
  const [x, y] = [at.left + sign / 2, at.top + sign / 2];
  context.fillStyle = '#1f1a16';
  context.beginPath();
  context.roundRect(at.left, at.top, sign, sign, 11);
  context.fill();
  context.strokeStyle = look.safe;
  context.lineWidth = 2;
  context.beginPath();
  context.arc(x, y, 9, 0, 2 * Math.PI);
  context.stroke();
  context.fillStyle = look.safe;
  context.beginPath();
  context.arc(x, y, 9, -Math.PI / 2, Math.PI / 2);
  context.fill();
}
