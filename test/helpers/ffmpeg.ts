/**
 * The FFmpeg that tests of files make them with, and hand to what they test: the one that TEST_FFMPEG names by its path,
 * `wasm` for the build in WebAssembly; else the one that the program would find.
 */
export const ffmpegPath = process.env.TEST_FFMPEG || undefined;
