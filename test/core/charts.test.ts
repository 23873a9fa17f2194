/** Charts as SVG and as PNG, on a machine that may have no fonts. */
import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { legible, letters } from '../../src/core/charts/letters.ts';
import { pngOf } from '../../src/core/charts/png.ts';
import { type Chart, svgOf, worded } from '../../src/core/charts/svg.ts';

const waits = (values: { model: string; seconds: number }[]): Chart => ({
  data: { values },
  width: 300,
  height: 100,
  title: 'Waits',
  mark: 'bar',
  encoding: {
    x: {
      field: 'seconds',
      type: 'quantitative',
      axis: { values: [0, 60], labelExpr: worded([0, 60], (s) => `${s} s`) },
    },
    y: { field: 'model', type: 'nominal' },
  },
});

describe('a chart', () => {
  it('is an SVG with its words as text, the labels as they were worded', async () => {
    const svg = await svgOf(waits([{ model: 'a & <b>', seconds: 60 }]));
    expect(svg).toContain('a &amp; &lt;b&gt;');
    expect(svg).toMatch(/>60 s<.*>Waits</s);
    expect(svg).not.toMatch(/<b>|font-family="(?!Inter")/);
  });

  it('leaves the language’s own classes as they were, while it is drawn and after it', async () => {
    const drawn = svgOf(waits([{ model: 'one', seconds: 60 }]));
    expect(Object.hasOwn(Set.prototype, 'toJSON')).toBe(false);
    await drawn;
    expect(Object.hasOwn(Set.prototype, 'toJSON')).toBe(false);
  });

  it('leaves as much room for a text as it is wide', async () => {
    const long = 'iiiiiiiiiiiiiiiiiiii';
    const widthFor = async (model: string) =>
      Number(/width="(\d+)"/.exec(await svgOf(waits([{ model, seconds: 1 }])))?.[1]);
    const { widthOf } = await letters();
    const more = (await widthFor(long)) - (await widthFor('i'));
    expect(more).toBeGreaterThan(0);
    expect(Math.abs(more - (widthOf(long, 15) - widthOf('i', 15)))).toBeLessThan(2);
  });
});

describe('the letters', () => {
  it('are drawn where the machine has no fonts at all', async () => {
    const svg =
      '<svg xmlns="http://www.w3.org/2000/svg" width="200" height="60"><text x="10" y="40" font-size="30" font-family="Inter">Sphinx</text></svg>';
    const here = await pngOf(svg);
    const { channels } = await sharp(here).stats();
    expect(channels[3]?.mean).toBeGreaterThan(8);
    const folder = await mkdtemp(join(tmpdir(), 'letters-'));
    try {
      await writeFile(join(folder, 'fonts.conf'), '<fontconfig/>');
      const png = new URL('../../src/core/charts/png.ts', import.meta.url).href;
      const { stdout } = await promisify(execFile)(
        process.execPath,
        [
          '--import',
          'tsx',
          '--input-type=module',
          '--eval',
          `import { pngOf } from '${png}'; process.stdout.write((await pngOf('${svg}')).toString('base64'));`,
        ],
        { env: { ...process.env, FONTCONFIG_FILE: join(folder, 'fonts.conf') } },
      );
      expect(stdout).toBe(here.toString('base64'));
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  it('know how wide a text is: longer is wider, larger is wider, bold is wider', async () => {
    const { widthOf } = await letters();
    expect(widthOf('mm', 20)).toBeCloseTo(2 * widthOf('m', 20));
    expect(widthOf('m', 40)).toBeCloseTo(2 * widthOf('m', 20));
    expect(widthOf('m', 20, 600)).toBeGreaterThan(widthOf('m', 20));
    expect(widthOf('', 20)).toBe(0);
  });

  it('stand for what they can: an accent is left off, what is no letter of theirs is a question mark', () => {
    expect(legible('é ř × … ’ <b>')).toBe('é r × … ’ <b>');
    expect(legible('e\u0301 漢字 \u0000\u202e ﬁ')).toBe('é ?? ?? fi');
    expect(legible('r\u0330')).toBe('r');
  });
});
