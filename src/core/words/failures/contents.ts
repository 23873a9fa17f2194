/** What files are that cannot be taken, by the names people know, and how to get one that can. */

/** How to get another. */
const ways = {
  picture: 'Save it as JPEG or PNG and try again.',
  raw: 'Export it as JPEG from the program that shows your photos and try again.',
  page: 'Save the page as a picture, e.g. as PNG, and try again.',
  video: 'Save it as MP4 and try again.',
  moving: 'Save it as GIF or MP4 and try again.',
  archive: 'Unpack it and send what is in it.',
  other: 'Use a picture such as JPEG, PNG, WebP, GIF or HEIC, or a video such as MP4, MOV, WebM, MKV or AVI.',
} as const;

type Content = readonly [name: string, way: keyof typeof ways];

const raw = (ending: string): Content => [`a RAW photo (${ending})`, 'raw'];
const office: Content = ['an office document', 'page'];

/** By file-type's name for them, or one of our own. */
const contents: Readonly<Record<string, Content>> = {
  unknown: ['of an unknown kind', 'other'],
  'text/plain': ['text', 'other'],
  'text/html': ['a web page', 'other'],
  'application/xml': ['an XML document', 'other'],
  'application/pdf': ['a PDF document', 'page'],
  'application/postscript': ['an EPS or PostScript document', 'page'],
  'application/eps': ['an EPS drawing', 'page'],
  'application/rtf': ['a text document (RTF)', 'page'],
  'application/x-cfb': office,
  'application/zip': ['a ZIP archive', 'archive'],
  'application/gzip': ['an archive (GZ)', 'archive'],
  'application/x-tar': ['an archive (TAR)', 'archive'],
  'application/x-bzip2': ['an archive (BZ2)', 'archive'],
  'application/x-xz': ['an archive (XZ)', 'archive'],
  'application/zstd': ['an archive (ZST)', 'archive'],
  'application/x-7z-compressed': ['a 7-Zip archive', 'archive'],
  'application/x-rar-compressed': ['a RAR archive', 'archive'],
  'application/x-elf': ['a program', 'other'],
  'application/x-msdownload': ['a program', 'other'],
  'application/x-mach-binary': ['a program', 'other'],
  'application/x-shockwave-flash': ['a Flash animation (SWF)', 'video'],
  'application/mxf': ['a video of a film camera (MXF)', 'video'],
  'application/ogg': ['an Ogg file', 'video'],
  'application/vnd.rn-realmedia': ['a RealMedia file', 'video'],
  'application/vnd.ms-asf': ['a Windows Media file', 'video'],
  'application/x-indesign': ['an InDesign document', 'page'],
  'application/x-blender': ['a Blender file', 'other'],
  'video/ogg': ['an Ogg video (OGV)', 'video'],
  'video/mpeg': ['a bare MPEG stream', 'video'],
  'image/vnd.adobe.photoshop': ['a Photoshop document (PSD)', 'picture'],
  'image/x-xcf': ['a GIMP document (XCF)', 'picture'],
  'image/x-adobe-dng': raw('DNG'),
  'image/x-canon-cr2': raw('CR2'),
  'image/x-canon-cr3': raw('CR3'),
  'image/x-nikon-nef': raw('NEF'),
  'image/x-sony-arw': raw('ARW'),
  'image/x-fujifilm-raf': raw('RAF'),
  'image/x-olympus-orf': raw('ORF'),
  'image/x-panasonic-rw2': raw('RW2'),
  'image/svg+xml': ['an SVG drawing that is too large', 'picture'],
  'image/svg+xml with things outside': ['an SVG drawing that needs things outside of it', 'picture'],
  'image/heif': ['a HEIF picture without HEVC in it', 'picture'],
  'image/heic-sequence': ['a HEIC sequence', 'picture'],
  'image/heif-sequence': ['a HEIF sequence', 'picture'],
  'image/icns': ['an icon of a Mac (ICNS)', 'picture'],
  'image/jls': ['a JPEG-LS picture', 'picture'],
  'image/jpm': ['a JPEG 2000 document (JPM)', 'picture'],
  'image/jpx': ['a JPEG 2000 picture with more than one layer (JPX)', 'picture'],
  'image/mj2': ['a JPEG 2000 video (MJ2)', 'video'],
  'image/vnd.ms-photo': ['a JPEG XR picture', 'picture'],
  'image/vnd.dwg': ['a CAD drawing (DWG)', 'picture'],
  'image/bpg': ['a BPG picture', 'picture'],
  'image/flif': ['a FLIF picture', 'picture'],
  'image/ktx': ['a texture of a game (KTX)', 'picture'],
};

/** By what their names begin with, where they have none of their own above. */
const groups: readonly (readonly [start: string, ...Content])[] = [
  ['audio/', 'sound only', 'other'],
  ['image/', 'a picture of a rare type', 'picture'],
  ['video/', 'a video of a rare type', 'video'],
  ['font/', 'a font', 'other'],
  ['text/', 'text', 'other'],
  ['application/vnd.openxmlformats', ...office],
  ['application/vnd.oasis', ...office],
  ['application/vnd.ms-', ...office],
];

function contentOf(found: string): Content {
  const group = groups.find(([start]) => found.startsWith(start));
  if (Object.hasOwn(contents, found)) return contents[found] ?? ['of another kind', 'other'];
  return group ? [group[1], group[2]] : ['of another kind', 'other'];
}

/** @param found a MIME type by content, or `unknown` */
export const contentName = (found: string): string => contentOf(found)[0];

export const contentWay = (found: string): string => ways[contentOf(found)[1]];

/** Of those that are taken, by the MIME type they are kept with. */
const kept: Readonly<Record<string, string>> = {
  'image/bmp': 'a BMP picture',
  'image/x-icon': 'an icon (ICO)',
  'image/jp2': 'a JPEG 2000 picture',
  'image/j2c': 'a JPEG 2000 picture',
  'image/jxl': 'a JPEG XL picture',
  'image/avif': 'an AVIF that moves',
  'video/x-msvideo': 'an AVI video',
  'video/mp2t': 'an MPEG transport stream',
  'video/mpeg': 'an MPEG video',
  'video/x-flv': 'a Flash video (FLV)',
  'video/x-ms-asf': 'a Windows Media video (WMV)',
};

/** What only FFmpeg reads, and how to get another. */
export const keptName = (type: string): string => kept[type] ?? contentName(type);
export const keptWay = (type: string): string => {
  // A still AVIF is read without FFmpeg.
  if (type === 'image/avif') return ways.moving;
  return ways[type.startsWith('video/') ? 'video' : 'picture'];
};
