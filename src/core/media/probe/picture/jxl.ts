/** The head of a JPEG XL codestream: size and depth (ISO/IEC 18181-1, D.2 and D.3; also libjxl's `headers.cc`). */

/** Numbers of any number of bits, the lowest first. */
function bitsOf(bytes: Buffer, start: number) {
  let at = start * 8;
  const read = (count: number): number => {
    let value = 0;
    for (let bit = 0; bit < count; bit += 1) {
      const byte = bytes[at >> 3];
      if (byte === undefined) throw new Error('the header breaks off');
      value += ((byte >> (at & 7)) & 1) * 2 ** bit;
      at += 1;
    }
    return value;
  };
  /** Two bits choose one of four ways to write a number: so many bits, added to so much. */
  const choose = (...ways: readonly (readonly [bits: number, plus: number])[]): number => {
    const [bits, plus] = ways[read(2)] ?? [0, 0];
    return read(bits) + plus;
  };
  return { read, choose };
}
type Bits = ReturnType<typeof bitsOf>;

/** Of height to width, by number. */
const ratios = [0, 1, 12 / 10, 4 / 3, 3 / 2, 16 / 9, 5 / 4, 2];

const sides = [
  [9, 1],
  [13, 1],
  [18, 1],
  [30, 1],
] as const;

function sizeIn({ read, choose }: Bits): { width: number; height: number } {
  const eighths = read(1) === 1;
  const side = () => (eighths ? (read(5) + 1) * 8 : choose(...sides));
  const height = side();
  const ratio = ratios[read(3)] ?? 0;
  return { width: ratio === 0 ? side() : Math.floor(height * ratio + 1e-9), height };
}

/** @param bytes from the signature FF 0A on. @throws Error where it breaks off */
export function readJxl(bytes: Buffer): { width: number; height: number; depth?: number } {
  if (bytes.length < 2 || bytes.readUInt16BE(0) !== 0xff0a) throw new Error('no codestream');
  const bits = bitsOf(bytes, 2);
  const { read, choose } = bits;
  const { width, height } = sizeIn(bits);
  if (read(1) === 1) return { width, height, depth: 8 };
  let turned = false;
  if (read(1) === 1) {
    // As in EXIF, counted from 0: from the fifth on the sides are changed.
    turned = read(3) >= 4;
    if (read(1) === 1) sizeIn(bits);
    // A preview or movement stands before the depth, and then it is not looked for.
    if (read(1) === 1 || read(1) === 1) return turned ? { width: height, height: width } : { width, height };
  }
  const floats = read(1) === 1;
  const depth = floats ? choose([0, 32], [0, 16], [0, 24], [6, 1]) : choose([0, 8], [0, 10], [0, 12], [6, 1]);
  return turned ? { width: height, height: width, depth } : { width, height, depth };
}
