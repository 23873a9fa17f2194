/** The one thing of EXIF that a picture needs to be seen as it was meant: how it is turned. */

const orientationTag = 0x0112;
const usual = 1;

/**
 * 1 to 8, of a TIFF structure as EXIF is one (CIPA DC-008, 4.6.4); 1 where it says nothing that can be read.
 * @param exif with or without the `Exif\0\0` before it
 */
export function orientationOf(exif: Buffer): number {
  const tiff = exif.toString('latin1', 0, 6) === 'Exif\0\0' ? exif.subarray(6) : exif;
  const order = tiff.toString('latin1', 0, 2);
  if ((order !== 'II' && order !== 'MM') || tiff.length < 14) return usual;
  const little = order === 'II';
  const short = (at: number) => (little ? tiff.readUInt16LE(at) : tiff.readUInt16BE(at));
  const start = little ? tiff.readUInt32LE(4) : tiff.readUInt32BE(4);
  if (start + 2 > tiff.length) return usual;
  for (let entry = 0; entry < short(start); entry += 1) {
    const at = start + 2 + entry * 12;
    if (at + 12 > tiff.length) return usual;
    if (short(at) !== orientationTag) continue;
    const value = short(at + 8);
    return value >= 1 && value <= 8 ? value : usual;
  }
  return usual;
}

/** EXIF with nothing but how the picture is turned, as a TIFF structure; undefined where it is not. */
export function turnedExif(orientation: number): Buffer | undefined {
  if (orientation === usual) return undefined;
  // Big-endian, one directory at 8 with one entry of one short, and none after it.
  const exif = Buffer.alloc(26);
  exif.write('MM\0*', 'latin1');
  exif.writeUInt32BE(8, 4);
  exif.writeUInt16BE(1, 8);
  exif.writeUInt16BE(orientationTag, 10);
  exif.writeUInt16BE(3, 12);
  exif.writeUInt32BE(1, 14);
  exif.writeUInt16BE(orientation, 18);
  return exif;
}
