/** Whether a file is as long as it says of itself: FFmpeg reads what is there and does not miss the rest. */
import { open, stat } from 'node:fs/promises';

const checks: Readonly<Record<string, (head: Buffer, size: number, seconds: number) => void>> = {
  'video/x-msvideo': riff,
  'video/x-flv': flash,
  'video/x-ms-asf': windows,
};

/** @param seconds that were found. @throws Error where it was cut. Streams (MPEG-TS, MPEG-PS) end anywhere. */
export async function checkWhole(path: string, type: string, seconds: number): Promise<void> {
  const check = checks[type];
  if (!check) return;
  const { size } = await stat(path);
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read({ buffer: Buffer.alloc(8192), position: 0 });
    check(buffer.subarray(0, bytesRead), size, seconds);
  } finally {
    await file.close();
  }
}

/** The first list, which is the only one below 1 GB, says its length. Recorders that were stopped leave none. */
function riff(head: Buffer, size: number): void {
  const claimed = head.readUInt32LE(4);
  if (claimed !== 0xffffffff && claimed + 8 > size + 1) throw new Error(`${claimed + 8} bytes were promised`);
}

/** `duration` in its first script tag, as a number of AMF0; recorders that do not know it yet say 0. */
function flash(head: Buffer, _: number, seconds: number): void {
  const at = head.indexOf('duration\0', 0, 'latin1');
  if (at < 0 || at + 17 > head.length) return;
  const claimed = head.readDoubleBE(at + 9);
  if (claimed > seconds * 1.1 + 1) throw new Error(`${claimed} s were promised and ${seconds} s are there`);
}

/** File Properties Object (ASF specification, 3.2): the file's size; of a live recording it says nothing. */
function windows(head: Buffer, size: number): void {
  const at = head.indexOf(Buffer.from('a1dcab8c47a9cf118ee400c00c205365', 'hex'));
  if (at < 0 || at + 92 > head.length) return;
  const [claimed, live] = [Number(head.readBigUInt64LE(at + 40)), (head.readUInt32LE(at + 88) & 1) === 1];
  if (!live && claimed > size) throw new Error(`${claimed} bytes were promised`);
}
