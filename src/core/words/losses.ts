/** What a result will lack of its source, said before it is paid for; and how one differs from what was expected. */
/** `frames`: pictures of an animation, pages of a document; `fps`: frames per second; `depth`: bits of each colour. */
export type Loss =
  | { kind: 'movement'; frames: number; pages: boolean; still: boolean }
  | { kind: 'transparency'; why: 'file-type'; type: string }
  | { kind: 'transparency'; why: 'video' }
  | { kind: 'rate'; from: number; to: number }
  | { kind: 'light'; depth: number }
  | { kind: 'depth'; from: number; to: number }
  | { kind: 'sound' }
  | { kind: 'tracks'; count: number }
  | { kind: 'loop' };

/** `29.97`, `60` */
const rate = (fps: number) => String(Math.round(fps * 100) / 100);
const pixels = ({ width, height }: { width: number; height: number }) => `${width} × ${height}`;

/** A sentence. */
export function lossText(it: Loss): string {
  switch (it.kind) {
    case 'movement': {
      if (it.pages) return `First of ${it.frames} pages only.`;
      return it.still
        ? `First of ${it.frames} pictures, stays still.`
        : `Made of the first picture of ${it.frames} only.`;
    }
    case 'transparency':
      return it.why === 'video'
        ? 'Not transparent: a video has no transparency.'
        : `Not transparent: ${it.type} has no transparency.`;
    case 'rate':
      return `${rate(it.to)} frames a second instead of ${rate(it.from)}.`;
    case 'light':
      return `HDR becomes SDR${it.depth > 8 ? `, with 8 bits a colour instead of ${it.depth}` : ''}.`;
    case 'depth':
      return `${it.to} bits a colour instead of ${it.from}.`;
    case 'sound':
      return 'Without its sound.';
    case 'tracks':
      return it.count === 1 ? 'Without its further track.' : `Without its ${it.count} further tracks.`;
    case 'loop':
      return 'It does not repeat by itself: it is a video.';
  }
}

/** As `Difference` in the domain. */
type Different =
  | { kind: 'size'; expected: { width: number; height: number }; found: { width: number; height: number } }
  | { kind: 'rate' | 'length'; expected: number; found: number }
  | { kind: 'turned' | 'silent' | 'opaque' | 'blank' };

/** A sentence. */
export function differenceText(it: Different): string {
  switch (it.kind) {
    case 'size':
      return `It is ${pixels(it.found)}, not ${pixels(it.expected)} as expected.`;
    case 'turned':
      return 'It lies on its side: width and height are exchanged.';
    case 'rate':
      return `It has ${rate(it.found)} frames a second, not ${rate(it.expected)} as expected.`;
    case 'length':
      return `It lasts ${it.found.toFixed(1)} s, not ${it.expected.toFixed(1)} s as expected.`;
    case 'silent':
      return 'It has no sound, although the original has.';
    case 'opaque':
      return 'It is not transparent, although the original is.';
    case 'blank':
      return 'It is of one colour all over, although the original is not.';
  }
}

export const resultWords = {
  joined: 'Its transparency is that of the original, enlarged without the model, which drops it.',
  refunded: 'Nothing was charged for it.',
  /** For the owner. @param models how many of each, by title */
  counted: (models: readonly { title: string; count: number }[]) =>
    `not as expected: ${models.map(({ title, count }) => `${count} of ${title}`).join(', ')}`,
} as const;
