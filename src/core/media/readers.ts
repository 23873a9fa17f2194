/** FFmpeg's word for the reader of each type: no other of its many is ever given a stranger's file. */
const readers: Readonly<Record<string, string>> = {
  'video/mp4': 'mov',
  'video/quicktime': 'mov',
  'video/webm': 'matroska',
  'video/x-matroska': 'matroska',
  'video/x-msvideo': 'avi',
  'video/mp2t': 'mpegts',
  'video/mpeg': 'mpeg',
  'video/3gpp': 'mov',
  'video/x-flv': 'flv',
  'video/x-ms-asf': 'asf',
  'image/png': 'apng',
  'image/avif': 'mov',
  'image/jxl': 'jpegxl_pipe',
  'image/bmp': 'bmp_pipe',
  'image/x-icon': 'ico',
  'image/jp2': 'j2k_pipe',
  'image/j2c': 'j2k_pipe',
};

/** @param type MIME type by content. @throws Error for what is never given to FFmpeg */
export function readerOf(type: string): string {
  const reader = readers[type];
  if (!reader) throw new Error(`no reader for ${type}`);
  return reader;
}
