/**
 * The letters of drawn text. A machine without fonts, such as a slim container, would draw none and say nothing about it,
 * so they come from a package and look the same everywhere.
 */
import { createRequire } from 'node:module';

export const family = 'Inter';

/** What draws on a canvas. */
export type Brush = import('@napi-rs/canvas').SKRSContext2D;

export type Letters = {
  canvas: typeof import('@napi-rs/canvas');
  /** How wide a text is, in pixels. */
  widthOf(text: string, size: number, weight?: number | string): number;
};

let loaded: Promise<Letters> | undefined;

/** What draws, with the letters; loaded once, when first asked for. */
export function letters(): Promise<Letters> {
  loaded ??= load();
  return loaded;
}

async function load(): Promise<Letters> {
  const canvas = await import('@napi-rs/canvas');
  const require = createRequire(import.meta.url);
  for (const file of [
    require.resolve('@fontsource/inter/files/inter-latin-400-normal.woff2'),
    require.resolve('@fontsource/inter/files/inter-latin-600-normal.woff2'),
  ]) {
    if (!canvas.GlobalFonts.registerFromPath(file, family)) throw new Error(`${file} is no font`);
  }
  const pen = canvas.createCanvas(1, 1).getContext('2d');
  return {
    canvas,
    widthOf(text, size, weight = 400) {
      pen.font = `${weight} ${size}px ${family}`;
      return pen.measureText(text).width;
    },
  };
}

/** The text with what the font has: an accent that it has not is left off, any other letter becomes a question mark. */
export const legible = (text: string): string =>
  [...text.normalize('NFC')].map((letter) => (isKnown(letter) ? letter : plain(letter))).join('');

const isKnown = (letter: string) => /[ -~\u00a1-\u00ff–—‘’“”•…€™−]/u.test(letter);
const plain = (letter: string) => {
  const bare = letter.normalize('NFKD').replace(/\p{M}/gu, '');
  return bare && [...bare].every(isKnown) ? bare : /\p{M}/u.test(letter) ? '' : '?';
};
