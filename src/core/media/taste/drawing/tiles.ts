/** All ways that were tried, beside each other in one picture. */
import type { OverlayOptions } from 'sharp';
import { letters } from '../../../charts/letters.ts';
import { drawSign, signEdge } from '../../comparison/drawing/foot.ts';
import { cut, label, look, type Pen, sheet, write } from '../../comparison/drawing/ink.ts';
import { type Box, within } from '../../comparison/drawing/layout.ts';
import { likenessOfFiles, onGround } from '../../comparison/drawing/picture.ts';
import { onChequers, placed, scaled, shownSize } from '../../comparison/drawing/pixels.ts';
import { comparisonWords } from '../../comparison/words.ts';
import type { Tile, TilesTask } from '../task.ts';
import { tasteWords as words } from '../words.ts';

const [width, gap, footHeight] = [1200, 6, 73];
const [leastHigh, mostHigh] = [200, 460];

/** Two in a row; a single one of an odd number has a row of its own. */
function boxesFor(count: number, shape: number): Box[] {
  const each = (width - gap) / 2;
  const height = Math.round(Math.max(leastHigh, Math.min(mostHigh, each / shape)));
  return Array.from({ length: count }, (_, index) => ({
    left: (index % 2) * (each + gap),
    top: Math.floor(index / 2) * (height + gap),
    width: each,
    height,
  }));
}

/** Writes a JPEG. @returns how faithful each is to the part; null where there is nothing. @throws sharp's error */
export async function drawTiles({
  part,
  tiles,
  name,
  area,
  lab,
  output,
}: TilesTask): Promise<(number | null)[]> {
  const size = await shownSize(part);
  const boxes = boxesFor(tiles.length, size.width / size.height);
  const last = boxes.at(-1);
  const height = (last ? last.top + last.height : 0) + footHeight;
  const drawn = sheet(await letters(), { width, height });
  const pictures: OverlayOptions[] = [];
  const shares: (number | null)[] = [];
  for (const [index, tile] of tiles.entries()) {
    const box = boxes[index];
    if (!box) break;
    const { picture } = tile;
    if (picture !== undefined) {
      const shown = within(box, size);
      pictures.push(placed(onChequers(await scaled(picture, shown)), shown));
    }
    const isPart = picture === part;
    const share =
      picture === undefined || isPart
        ? null
        : (await likenessOfFiles({ before: part, after: picture })).share;
    shares.push(share);
    drawWords(drawn.pen, box, { tile, index, share });
  }
  foot(drawn.pen, { left: 0, top: height - footHeight, width, height: footHeight }, { name, area, lab });
  pictures.push({ input: await drawn.png(), left: 0, top: 0 });
  await onGround({ width, height }, pictures, output);
  return shares;
}

function drawWords(pen: Pen, box: Box, it: { tile: Tile; index: number; share: number | null }): void {
  const { tile, index, share } = it;
  const { context } = pen;
  if (tile.picture === undefined) {
    context.strokeStyle = look.soft;
    context.lineWidth = 2;
    context.setLineDash([8, 8]);
    context.strokeRect(box.left + 8, box.top + 8, box.width - 16, box.height - 16);
    context.setLineDash([]);
  }
  label(pen, box, { name: words.numbered(index, tile.name), beside: tile.beside });
  if (tile.failed !== undefined) {
    const [left, middle] = [box.left + 32, box.top + box.height / 2];
    const lines = wrapped(pen, words.failed(tile.failed), box.width - 64).slice(0, 3);
    for (const [row, text] of [...lines, tile.charged ?? words.notCharged].entries())
      write(pen, [{ text, colour: row < lines.length ? look.text : look.soft }], {
        x: left,
        y: middle + row * 36,
      });
  }
  if (share === null) return;
  const low = { ...box, top: box.top + box.height - 45 - 32 };
  label(pen, low, { name: words.faithful(share), beside: '' });
}

/** In lines that have room; a word that has none is cut. */
function wrapped(pen: Pen, text: string, room: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const longer = [lines.at(-1), word].filter(Boolean).join(' ');
    if (lines.length > 0 && cut(pen, longer, room) === longer) lines[lines.length - 1] = longer;
    else lines.push(cut(pen, word, room));
  }
  return lines;
}

/** What is tried on which part of which picture. */
function foot(pen: Pen, box: Box, { name, area, lab }: Pick<TilesTask, 'name' | 'area' | 'lab'>): void {
  const y = box.top + box.height / 2 - 1;
  drawSign(pen, { left: 18, top: y - signEdge / 2 });
  const left = 18 + signEdge + 16;
  const end = write(pen, [{ text: `${words.title}  `, weight: 600 }], { x: left, y });
  const facts = [words.where(area), ...(lab ? [comparisonWords.lab] : [])].join(' · ');
  const rest = box.width - 18 - end;
  const known = pen.letters.widthOf(facts, 26) + pen.letters.widthOf(' · ', 26);
  const named = cut(pen, name, Math.max(0, rest - known));
  write(pen, [{ text: [named, facts].filter(Boolean).join(' · '), colour: look.soft }], { x: end, y });
}
