/** Versions as frames on film, numbered; the one that was picked is ringed with grease pencil. */
import sharp, { type OverlayOptions } from 'sharp';
import { letters } from '../../../charts/letters.ts';
import { versionWords as words } from '../../../words/versions/words.ts';
import { drawSign, signEdge } from '../../comparison/drawing/foot.ts';
import { cut, look, type Pen, sheet, widthOf, write } from '../../comparison/drawing/ink.ts';
import { type Box, within } from '../../comparison/drawing/layout.ts';
import { onChequers, placed, scaled, shownSize } from '../../comparison/drawing/pixels.ts';
import { comparisonWords } from '../../comparison/words.ts';
import { type Frame, mostFrames, type SheetTask } from '../task.ts';

const width = 1200;
/** Between frames, at the edges, of the film's holes, and of the line at the foot. */
const [gap, side, holes, footHeight] = [12, 24, 36, 73];
const pencil = '#ff5a3c';
const [film, hole, empty] = ['#0b0a09', '#3b342e', '#26201b'];

const columnsFor = (count: number): number => [2, 3, 4, 5].find((columns) => columns * columns >= count) ?? 6;

type Laid = { boxes: (Box & { caption: number })[]; height: number };

/** Frames of three by two, with a line for the number and what was done, and one for the votes. */
function laidOut(count: number): Laid {
  const columns = columnsFor(count);
  const each = Math.floor((width - 2 * side - (columns - 1) * gap) / columns);
  const [high, caption] = [Math.round((each * 2) / 3), columns > 4 ? 54 : 64];
  const row = high + caption + gap;
  const boxes = Array.from({ length: count }, (_, index) => ({
    left: side + (index % columns) * (each + gap),
    top: holes + Math.floor(index / columns) * row,
    width: each,
    height: high,
    caption,
  }));
  return { boxes, height: holes + Math.ceil(count / columns) * row + holes + footHeight };
}

/** Writes a PNG. @throws sharp's error */
export async function drawSheet({ name, frames: all, lab, output }: SheetTask): Promise<void> {
  const frames = all.slice(0, mostFrames);
  const { boxes, height } = laidOut(frames.length);
  const drawn = sheet(await letters(), { width, height });
  const pictures: OverlayOptions[] = [];
  for (const end of [12, height - footHeight - 22]) drawHoles(drawn.pen, end);
  for (const [index, frame] of frames.entries()) {
    const box = boxes[index];
    if (!box) break;
    const shown = frame.picture === undefined ? undefined : await pictureIn(frame.picture, box);
    if (shown) pictures.push(shown);
    else {
      drawn.pen.context.fillStyle = empty;
      drawn.pen.context.fillRect(box.left, box.top, box.width, box.height);
    }
    caption(drawn.pen, box, frame);
  }
  // A ring lies over its neighbours.
  for (const [index, { picked }] of frames.entries()) {
    const box = boxes[index];
    if (picked && box) ring(drawn.pen, box);
  }
  foot(drawn.pen, { name, lab, y: height - footHeight / 2 });
  pictures.push({ input: await drawn.png(), left: 0, top: 0 });
  await sharp({ create: { width, height, channels: 3, background: film } })
    .composite(pictures)
    .png({ compressionLevel: 7, palette: false })
    .toFile(output);
}

/** Undefined where it cannot be read: its number stands there all the same. */
async function pictureIn(path: string, box: Box): Promise<OverlayOptions | undefined> {
  try {
    const shown = within(box, await shownSize(path));
    return placed(onChequers(await scaled(path, shown)), shown);
  } catch {
    return undefined;
  }
}

function caption(pen: Pen, box: Laid['boxes'][number], frame: Frame): void {
  const size = box.caption > 60 ? 24 : 20;
  const y = box.top + box.height + size / 2 + 6;
  const number = { text: `${frame.number}  `, weight: 600 as const, size };
  const x = write(pen, [number], { x: box.left, y });
  const room = box.width - widthOf(pen, [number]);
  write(pen, [{ text: cut(pen, frame.did, room, size), colour: look.soft, size }], { x, y });
  const colour = frame.picked ? pencil : look.soft;
  write(pen, [{ text: cut(pen, frame.votes, box.width, size), colour, size }], {
    x: box.left,
    y: y + size + 4,
  });
}

/** As a hand draws it: not quite closed, and not quite round. */
function ring({ context }: Pen, box: Box): void {
  const [x, y] = [
    (part: number) => box.left - box.width * 0.04 + (part / 120) * box.width * 1.08,
    (part: number) => box.top - box.height * 0.05 + (part / 80) * box.height * 1.1,
  ];
  context.strokeStyle = pencil;
  context.lineWidth = Math.max(4, box.width / 50);
  context.lineCap = 'round';
  context.beginPath();
  context.moveTo(x(30), y(10));
  context.bezierCurveTo(x(62), y(-2), x(112), y(4), x(116), y(37));
  context.bezierCurveTo(x(119), y(66), x(77), y(79), x(42), y(75));
  context.bezierCurveTo(x(12), y(71), x(-3), y(50), x(5), y(29));
  context.bezierCurveTo(x(11), y(14), x(42), y(4), x(78), y(8));
  context.stroke();
}

function drawHoles({ context }: Pen, top: number): void {
  context.fillStyle = hole;
  for (let left = side; left + 14 <= width - side; left += 28) {
    context.beginPath();
    context.roundRect(left, top, 14, 10, 2);
    context.fill();
  }
}

function foot(pen: Pen, { name, lab, y }: { name: string; lab: boolean; y: number }): void {
  drawSign(pen, { left: 18, top: y - signEdge / 2 });
  const left = 18 + signEdge + 16;
  const facts = lab ? `  ${comparisonWords.lab}` : '';
  const room = width - left - 18 - pen.letters.widthOf(facts, 26);
  const end = write(pen, [{ text: cut(pen, words.heading(name, undefined), room), weight: 600 }], {
    x: left,
    y,
  });
  write(pen, [{ text: facts, colour: look.soft }], { x: end, y });
}
