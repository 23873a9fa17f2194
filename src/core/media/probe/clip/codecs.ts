/** What a video track is coded in: its name, its depth, its light. */
import type { InputVideoTrack } from 'mediabunny';
import type { ClipRecord } from '../../../domain/media-record.ts';

/** Of containers' own names, in FFmpeg's word. QuickTime's are four characters, Matroska's begin with `V_`. */
const others: Readonly<Record<string, string>> = {
  jpeg: 'mjpeg',
  mjpa: 'mjpeg',
  mjpb: 'mjpeg',
  V_MJPEG: 'mjpeg',
  'png ': 'png',
  'rle ': 'qtrle',
  mp4v: 'mpeg4',
  'V_MPEG4/ISO/ASP': 'mpeg4',
  'V_MPEG4/ISO/SP': 'mpeg4',
  V_MPEG2: 'mpeg2video',
  V_MPEG1: 'mpeg1video',
  s263: 'h263',
  h263: 'h263',
  V_THEORA: 'theora',
  V_PRORES: 'prores',
  apch: 'prores',
  apcn: 'prores',
  apcs: 'prores',
  apco: 'prores',
  ap4h: 'prores',
  ap4x: 'prores',
  AVdn: 'dnxhd',
  AVdh: 'dnxhd',
};

/** Those that keep an alpha channel in every file. */
const transparent = /^(png |rle |ap4h|ap4x)$/;

export async function codingOf(
  track: InputVideoTrack,
): Promise<Pick<ClipRecord, 'codec' | 'depth' | 'light' | 'alpha'>> {
  const internal = await track.getInternalCodecId();
  const id = typeof internal === 'string' ? internal : '';
  const known = await track.getCodec();
  const { transfer } = await track.getColorSpace();
  return {
    codec: known ?? others[id] ?? 'unknown',
    depth: await depthOf(track, id),
    light: transfer === 'pq' || transfer === 'hlg' ? transfer : 'sdr',
    alpha: transparent.test(id) || (await track.canBeTransparent()),
  };
}

async function depthOf(track: InputVideoTrack, id: string): Promise<number> {
  if (/^(apc[hnso]|V_PRORES|AVd[nh])$/.test(id)) return 10;
  if (/^ap4[hx]$/.test(id)) return 12;
  const text = await track.getCodecParameterString();
  if (text === null) return 8;
  const parts = text.split('.');
  if (/^(vp0?[89]|av01)$/.test(parts[0] ?? '')) return Number(parts[3]) || 8;
  const settings = (await track.getDecoderConfig())?.description;
  const bytes = settings === undefined ? Buffer.alloc(0) : bytesOf(settings);
  // ISO/IEC 14496-15, 8.3.2.1; the profile (2: Main 10) where no settings came with it.
  if (/^h(vc|ev)1$/.test(parts[0] ?? '')) {
    if (bytes.length > 17) return ((bytes[17] ?? 0) & 7) + 8;
    return /^[A-C]?2$/.test(parts[1] ?? '') ? 10 : 8;
  }
  return avcDepth(parts[1] ?? '', bytes);
}

/** ISO/IEC 14496-15, 5.3.3.1: behind the parameter sets of the high profiles; 6E is High 10, 7A High 4:2:2, F4 High 4:4:4. */
function avcDepth(profile: string, settings: Buffer): number {
  const kind = profile.slice(0, 2).toUpperCase();
  if (!['6E', '7A', 'F4'].includes(kind)) return 8;
  let at = 6;
  for (let left = (settings[5] ?? 0) & 31; left > 0 && at + 2 <= settings.length; left -= 1)
    at += 2 + settings.readUInt16BE(at);
  const pictures = settings[at] ?? 0;
  at += 1;
  for (let left = pictures; left > 0 && at + 2 <= settings.length; left -= 1)
    at += 2 + settings.readUInt16BE(at);
  const said = settings[at + 1];
  return said === undefined ? 10 : (said & 7) + 8;
}

const bytesOf = (source: NonNullable<VideoDecoderConfig['description']>): Buffer =>
  ArrayBuffer.isView(source)
    ? Buffer.from(source.buffer, source.byteOffset, source.byteLength)
    : Buffer.from(source);
