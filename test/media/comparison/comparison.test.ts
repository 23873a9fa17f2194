/** How faithful a result is said to be, where it is said to be changed, and what is drawn of that. */
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { areas } from '../../../src/core/domain/asked/taste.ts';
import { layoutOf } from '../../../src/core/media/comparison/drawing/layout.ts';
import { drawComparison, likenessOfFiles } from '../../../src/core/media/comparison/drawing/picture.ts';
import { planesOf } from '../../../src/core/media/comparison/drawing/pixels.ts';
import { likenessOf } from '../../../src/core/media/comparison/likeness.ts';
import { hottestNinth, mostChanged } from '../../../src/core/media/comparison/places.ts';
import { percent } from '../../../src/core/media/comparison/words.ts';
import { partIn } from '../../../src/core/media/taste/areas.ts';
import { cutOutPart } from '../../../src/core/media/taste/drawing/part.ts';
import { drawTiles } from '../../../src/core/media/taste/drawing/tiles.ts';
import { tasteAlt } from '../../../src/core/media/taste/words.ts';
import { temporaryFolder } from '../../helpers/fixture.ts';
import { photo, textured } from '../../helpers/sample-media.ts';

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
beforeAll(async () => {
  folder = await temporaryFolder();
});
afterAll(() => folder.remove());
const at = (name: string) => join(folder.path, name);
const write = async (name: string, bytes: Buffer) => {
  await sharp(bytes).png().withMetadata().toFile(at(name));
  return at(name);
};

const size = { width: 192, height: 144 };
const caption = { title: 'Larger picture ×4', name: 'lake.jpg', lab: true };

/** Numbers from 0 to below 1, the same in each run. */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

describe('faithfulness', () => {
  const source = textured(size.width, size.height);
  const compared = (changed: Buffer) => likenessOf(planesOf(source, size), planesOf(changed, size));

  it('is all of it for the same picture, and nothing is said to be changed', () => {
    const likeness = compared(source);
    expect(likeness.share).toBe(1);
    expect(hottestNinth(likeness)).toBeUndefined();
    expect(percent(likeness.share)).toBe('100 %');
    expect(percent(0.9999)).toBe('99.9 %');
  });

  it('stays nearly so for what was only made larger, and falls the more it is blurred', async () => {
    const original = await write('original.png', await photo(size));
    const larger = await sharp(original)
      .resize(size.width * 4)
      .png()
      .toFile(at('larger.png'));
    expect(larger.width).toBe(size.width * 4);
    const shares = [];
    for (const sigma of [0.8, 2, 6]) {
      await sharp(original).blur(sigma).png().toFile(at('blurred.png'));
      shares.push((await likenessOfFiles({ before: original, after: at('blurred.png') })).share);
    }
    const same = await likenessOfFiles({ before: original, after: original });
    expect(same.share).toBe(1);
    const [little = 0, more = 0, most = 0] = shares;
    const { share } = await likenessOfFiles({ before: original, after: at('larger.png') });
    expect(share).toBeGreaterThan(0.985);
    expect([share > little, little > more, more > most]).toEqual([true, true, true]);
  });

  it('is least in the tile that was changed, whatever its colour and place', () => {
    const next = random(7);
    for (let round = 0; round < 60; round += 1) {
      const changed = Buffer.from(source);
      const edge = 16 + Math.floor(next() * 24);
      const left = Math.floor(next() * (size.width - edge));
      const top = Math.floor(next() * (size.height - edge));
      const colour = [next() * 256, next() * 256, next() * 256];
      for (let y = top; y < top + edge; y += 1)
        for (let x = left; x < left + edge; x += 1)
          for (const [channel, value] of colour.entries())
            changed[(y * size.width + x) * 3 + channel] = value;
      const likeness = compared(changed);
      const [place] = mostChanged(likeness, { size, each: { width: 8, height: 8 }, most: 1 });
      // A tile and half a window away at the most.
      const near = likeness.edge + 4;
      expect(place?.left, `round ${round}`).toBeGreaterThanOrEqual(left - near);
      expect(place?.left).toBeLessThanOrEqual(left + edge + near);
      expect(place?.top).toBeGreaterThanOrEqual(top - near);
      expect(place?.top).toBeLessThanOrEqual(top + edge + near);
      expect(likeness.share).toBeLessThan(0.995);
      const ninth =
        3 * Math.floor((3 * (top + edge / 2)) / size.height) +
        Math.floor((3 * (left + edge / 2)) / size.width);
      const [row, column] = [Math.floor(ninth / 3), ninth % 3];
      const said = hottestNinth(likeness) ?? -9;
      expect(
        Math.abs(Math.floor(said / 3) - row) + Math.abs((said % 3) - column),
        `round ${round}`,
      ).toBeLessThan(3);
    }
  });

  it('counts colour, which light alone does not show', () => {
    const changed = Buffer.from(source);
    // Stripes of colour, all of one light.
    for (let pixel = 0; pixel < changed.length; pixel += 3) {
      const sign = Math.floor(pixel / 12) % 2 === 0 ? 1 : -1;
      changed[pixel] = (source[pixel] ?? 0) + sign * 30;
      changed[pixel + 1] = (source[pixel + 1] ?? 0) - sign * 9;
    }
    expect(compared(changed).share).toBeLessThan(0.98);
  });
});

describe('a part that is tried', () => {
  it('is upright, of the picture’s own pixels, and where there is most to be seen', async () => {
    const whole = await sharp({ create: { width: 700, height: 500, channels: 3, background: '#777' } })
      .composite([{ input: await photo({ width: 120, height: 90 }), left: 520, top: 380 }])
      .removeAlpha()
      .png()
      .toBuffer();
    const found = new Set<string>();
    for (const orientation of [1, 3, 6, 8]) {
      const picture = at(`held-${orientation}.tiff`);
      await sharp(whole).withMetadata({ orientation }).tiff({ compression: 'lzw' }).toFile(picture);
      const place = await cutOutPart({ picture, area: 'detail', output: at('part.png') });
      const [upright, part] = await Promise.all([
        sharp(picture).autoOrient().extract(place).raw().toBuffer(),
        sharp(at('part.png')).raw().toBuffer(),
      ]);
      expect(part.equals(upright), `orientation ${orientation}`).toBe(true);
      // All that is not grey is in it.
      const rest = await sharp(picture).autoOrient().raw().toBuffer({ resolveWithObject: true });
      let outside = 0;
      for (let pixel = 0; pixel < rest.data.length; pixel += 3) {
        const [x, y] = [(pixel / 3) % rest.info.width, Math.floor(pixel / 3 / rest.info.width)];
        const isIn =
          x >= place.left && x < place.left + place.width && y >= place.top && y < place.top + place.height;
        if (!isIn && Math.abs((rest.data[pixel] ?? 0) - 0x77) > 8) outside += 1;
      }
      expect(outside, `orientation ${orientation}`).toBeLessThan(200);
      found.add(`${place.width} × ${place.height}`);
    }
    expect([...found]).toEqual(['256 × 192']);
  });

  it.each(areas.filter((area) => area !== 'detail').map((area, index) => [area, index] as const))(
    '%s is in that ninth, within the picture',
    (area, index) => {
      const size = { width: 1000, height: 700 };
      const { left, top, width, height } = partIn(area, size);
      const [x, y] = [left + width / 2, top + height / 2];
      const ninth = 3 * Math.floor((3 * y) / size.height) + Math.floor((3 * x) / size.width);
      expect(ninth).toBe(index);
      expect(Math.min(left, top)).toBeGreaterThanOrEqual(0);
      expect([left + width <= size.width, top + height <= size.height]).toEqual([true, true]);
      // Of what is smaller than a part it is all.
      expect(partIn(area, { width: 16, height: 9 })).toEqual({ left: 0, top: 0, width: 16, height: 9 });
    },
  );

  it('is shown as each way has made it, and where nothing came of one that is said', async () => {
    const part = await write('tried.png', await photo({ width: 120, height: 90 }));
    await sharp(part).resize(480).png().toFile(at('way.png'));
    const tiles = [
      { name: 'Plain enlargement', beside: 'free', picture: part },
      { name: 'Larger ×4', beside: '0.5 credits', picture: at('way.png') },
      { name: 'New detail ×4', beside: '168.4 credits', failed: 'it cannot be done' },
    ];
    const task = { part, tiles, name: 'lake.jpg', area: 'detail', lab: true } as const;
    const shares = await drawTiles({ ...task, output: at('tiles.jpg') });
    expect(shares.map((share) => share !== null && share > 0.98)).toEqual([false, true, false]);
    expect(await sharp(at('tiles.jpg')).metadata()).toMatchObject({ format: 'jpeg', width: 1200 });
    const alt = tasteAlt(task, tiles, shares);
    for (const said of ['of lake.jpg, where there is most detail, in 3 ways', '2. Larger ×4, 0.5 credits, 9'])
      expect(alt).toContain(said);
    expect(alt).toContain('3. New detail ×4, 168.4 credits, Nothing came of it: it cannot be done.');
  });
});

describe('the picture of before and after', () => {
  it('is upright whichever way the camera was held, and finds the same places', async () => {
    const found = new Set<string>();
    for (let orientation = 1; orientation <= 8; orientation += 1) {
      const isTurned = orientation > 4;
      const stored = isTurned ? { width: size.height, height: size.width } : size;
      const before = at(`turned-${orientation}.jpg`);
      await sharp(await photo({ ...stored, orientation }))
        .withMetadata()
        .toFile(before);
      const after = at('upright.png');
      await sharp(before).autoOrient().png().toFile(after);
      const facts = await drawComparison({ before, after }, { caption, output: at('drawn.jpg') });
      expect(facts.share, `orientation ${orientation}`).toBeGreaterThan(0.999);
      const { width, height } = await sharp(at('drawn.jpg')).metadata();
      found.add(`${width} × ${height}`);
    }
    expect(found.size).toBe(1);
  });

  it('shows what is transparent on chequered ground', async () => {
    const clear = await sharp({ create: { ...size, channels: 4, background: '#00000000' } })
      .png()
      .toBuffer();
    const before = await write('clear.png', clear);
    await drawComparison({ before, after: before }, { caption, output: at('chequers.jpg') });
    const colours = new Set<number>();
    for (const left of [304, 320]) {
      const square = { left, top: 200, width: 8, height: 8 };
      const [red = 0] = await sharp(at('chequers.jpg')).extract(square).resize(1, 1).raw().toBuffer();
      colours.add(Math.round(red / 16));
    }
    expect(colours.size).toBe(2);
  });

  it.each([
    [600, 400],
    [400, 400],
    [300, 400],
    [90, 160],
    [40, 400],
    [400, 40],
    [800, 300],
    [16, 16],
    [1, 1],
  ])(
    'of %d × %d is readable: whole, with its crops beside it and nothing over another',
    async (width, height) => {
      const layout = layoutOf({ width, height });
      const boxes = [
        layout.before,
        layout.after,
        ...layout.crops.flatMap((it) => [it.before, it.after]),
        layout.foot,
      ];
      for (const [index, one] of boxes.entries()) {
        expect(one.left + one.width).toBeLessThanOrEqual(layout.width);
        expect(one.top + one.height).toBeLessThanOrEqual(layout.height);
        for (const other of boxes.slice(index + 1)) {
          const apart =
            one.left + one.width <= other.left ||
            other.left + other.width <= one.left ||
            one.top + one.height <= other.top ||
            other.top + other.height <= one.top;
          expect(apart, JSON.stringify([one, other])).toBe(true);
        }
      }
      expect(layout.crops).toHaveLength(3);
      for (const { before } of layout.crops)
        expect(Math.min(before.width, before.height)).toBeGreaterThan(90);
      const before = await write(`${width}.png`, await photo({ width, height }));
      await sharp(before)
        .resize(width * 4, height * 4, { fit: 'fill' })
        .png()
        .toFile(at('four.png'));
      await drawComparison({ before, after: at('four.png') }, { caption, output: at('shape.jpg') });
      expect(await sharp(at('shape.jpg')).metadata()).toMatchObject({ width: 1200, height: layout.height });
    },
  );
});
