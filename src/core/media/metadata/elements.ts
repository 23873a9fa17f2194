/** Elements of EBML (RFC 8794), in which Matroska and WebM are written: where each stands. */
import type { Patch, Reader } from './pieces.ts';

export type Element = {
  id: number;
  start: number;
  content: number;
  end: number;
  /** Its length is not known: it goes on until something comes that cannot be in it. */
  open: boolean;
};

/** A number whose first byte tells by its leading zeros how long it is. @param raw with the bit that tells */
function variable(bytes: Buffer, at: number, raw: boolean): { value: number; length: number } | undefined {
  const first = bytes[at] ?? 0;
  const length = Math.clz32(first) - 23;
  if (length > 8 || at + length > bytes.length) return undefined;
  let value = raw ? first : first & (0xff >> length);
  for (let index = 1; index < length; index += 1) value = value * 256 + (bytes[at + index] ?? 0);
  return { value, length };
}

/** The element that begins at `start`, or undefined where none does. */
export async function elementAt(reader: Reader, start: number, to: number): Promise<Element | undefined> {
  if (start >= to) return undefined;
  const head = await reader.read(start, 12);
  const id = variable(head, 0, true);
  const size = id && variable(head, id.length, false);
  if (!size) return undefined;
  const content = start + id.length + size.length;
  const open = size.value >= 2 ** (7 * size.length) - 1;
  return { id: id.value, start, content, end: open ? to : Math.min(to, content + size.value), open };
}

/** The elements in one, in their order. */
export async function* elementsIn(
  reader: Reader,
  { content, end }: Pick<Element, 'content' | 'end'>,
): AsyncGenerator<Element> {
  for (let at = content; ; ) {
    const element = await elementAt(reader, at, end);
    if (!element) return;
    yield element;
    at = element.end;
  }
}

/** The number of a track at the beginning of a block. */
export async function trackOfBlock(reader: Reader, { content }: Element): Promise<number | undefined> {
  return variable(Buffer.from(await reader.read(content, 8)), 0, false)?.value;
}

/** In its place stands room that nobody reads (Void), of the same length. */
export function voided({ start, end }: Pick<Element, 'start' | 'end'>): Patch[] {
  const length = end - start;
  const head = length < 10 ? Buffer.from([0xec, 0x80 | (length - 2)]) : Buffer.alloc(9);
  if (length >= 10) {
    head[0] = 0xec;
    head.writeUInt32BE(Math.floor((length - 9) / 2 ** 32), 1);
    head.writeUInt32BE((length - 9) % 2 ** 32, 5);
    head[1] = 1;
  }
  return [
    { at: start, with: head },
    { at: start + head.length, with: { zeros: length - head.length } },
  ];
}
