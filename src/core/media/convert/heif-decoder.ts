/**
 * A program of its own: decodes the HEIF picture named on its command line into the TIFF named after it. What telephones
 * photograph is HEVC, which the prebuilt sharp has no decoder for; libheif in WebAssembly has (libheif-js, 9 MB, LGPL-3.0).
 * It holds the whole picture, up to half a gigabyte, and cannot be interrupted.
 */
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { endWithParent } from '../../../node/apart.ts';
import { openTiff } from '../tiff.ts';

endWithParent();

type Handle = object;
type Failed = { code: object; message?: string };
type Plane = { id: object; width: number; height: number; stride: number; data: Uint8Array };

/** What is used of the module, which ships no types for this way in. */
type Libheif = {
  heif_context_alloc(): Handle;
  heif_context_read_from_memory(context: Handle, file: Uint8Array): Failed;
  heif_js_context_get_primary_image_handle(context: Handle): Handle | Failed;
  heif_image_handle_has_alpha_channel(handle: Handle): number | boolean;
  heif_js_decode_image2(
    handle: Handle,
    colours: object,
    chroma: object,
  ): Promise<{ channels: Plane[] } | Failed>;
  heif_error_code: { heif_error_Ok: object };
  heif_colorspace: { heif_colorspace_RGB: object };
  heif_chroma: { heif_chroma_interleaved_RGB: object; heif_chroma_interleaved_RGBA: object };
  heif_channel: { heif_channel_interleaved: object };
};

const require = createRequire(import.meta.url);
const libheif: Libheif = require('libheif-js/wasm-bundle');

async function decode(path: string, output: string): Promise<void> {
  const file = await readFile(path);
  const context = libheif.heif_context_alloc();
  const { code, message } = libheif.heif_context_read_from_memory(context, file);
  if (code !== libheif.heif_error_code.heif_error_Ok) throw new Error(message ?? 'no HEIF');
  const handle = libheif.heif_js_context_get_primary_image_handle(context);
  if ('code' in handle) throw new Error(handle.message ?? 'no picture');
  const alpha = Boolean(libheif.heif_image_handle_has_alpha_channel(handle));
  const { heif_chroma_interleaved_RGB, heif_chroma_interleaved_RGBA } = libheif.heif_chroma;
  // Turned and mirrored as the file says: what EXIF says of it then no longer holds, and is left behind.
  const image = await libheif.heif_js_decode_image2(
    handle,
    libheif.heif_colorspace.heif_colorspace_RGB,
    alpha ? heif_chroma_interleaved_RGBA : heif_chroma_interleaved_RGB,
  );
  if (!('channels' in image)) throw new Error(image.message ?? 'not decoded');
  const plane = image.channels.find(({ id }) => id === libheif.heif_channel.heif_channel_interleaved);
  if (!plane) throw new Error('no pixels');
  const { width, height, stride, data } = plane;
  const channels = alpha ? 4 : 3;
  const row = width * channels;
  // Rows begin at round numbers; moved together where they lie, since a copy would hold the picture twice.
  if (stride !== row)
    for (let y = 1; y < height; y += 1) data.copyWithin(y * row, y * stride, y * stride + row);
  const tiff = await openTiff(output, {
    width,
    height,
    channels,
    profile: profileIn(file),
  });
  try {
    await tiff.write(data.subarray(0, row * height));
  } finally {
    await tiff.close();
  }
}

/** The ICC profile: the box `colr` of kind `prof` (ISO/IEC 14496-12, 12.1.5). One for all tiles of a picture. */
function profileIn(file: Buffer): Uint8Array {
  const at = file.indexOf('colrprof', 0, 'latin1');
  if (at < 4) return new Uint8Array();
  return file.subarray(at + 8, at - 4 + file.readUInt32BE(at - 4));
}

const [path = '', output = ''] = process.argv.slice(2);
await decode(path, output);
process.exit();
