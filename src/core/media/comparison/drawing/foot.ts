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
  const end = write(pen, [{ text: cut(pen, title, 420), weight: 600 }], { x: left, y });
  const beside = right - widthOf(pen, [where]);
  const details = [name, ...(lab ? [words.lab] : [])].join(' · ');
  // Where there is no room for both, the name of the file is what is known anyhow.
  const room = beside - end - 40;
  if (room > 60) write(pen, [{ text: `  ${cut(pen, details, room)}`, colour: look.soft }], { x: end, y });
  write(pen, [where], { x: beside, y });
  write(pen, share, { x: right, y });
}

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
