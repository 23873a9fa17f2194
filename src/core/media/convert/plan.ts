/** What has to be done to a file before a model can take it: by its record alone, so that it can be said before it is paid. */
import type { Medium } from '../../../models/fields.ts';
import type { ClipRecord, MediaRecord, PictureRecord } from '../../domain/media-record.ts';

/**
 * heif     a picture by libheif: HEVC in HEIF
 * picture  a picture by sharp: the first of several, or a type that the provider does not say it reads
 * drawing  SVG, drawn in the size of its record
 * decoder  a picture by FFmpeg, of a type that sharp does not know
 * frames   a picture that moves becomes a clip, frame by frame
 * repack   a clip whose pictures stay as they are, in another container
 * encode   a clip whose pictures are written anew
 */
export type Way = 'heif' | 'picture' | 'drawing' | 'decoder' | 'frames' | 'repack' | 'encode';

/**
 * type   the provider cannot be expected to read it
 * still  the first picture of several is taken
 * moves  it moves, and the model takes videos
 * light  high dynamic range becomes what screens show
 * depth  more than eight bits become eight
 * codec  its pictures are written in a way that players and providers often lack
 * shape  its pixels are not square, which players obey and models do not
 * track  the video that is shown is not the first in the file
 */
export type Why = 'type' | 'still' | 'moves' | 'light' | 'depth' | 'codec' | 'shape' | 'track';

export type Conversion = { to: 'image/jpeg' | 'image/png' | 'video/mp4'; way: Way; why: Why };

/** What every provider that takes pictures reads. */
const sentPictures = new Set(['image/jpeg', 'image/png', 'image/webp']);
const sentContainers = new Set(['video/mp4', 'video/quicktime', 'video/webm', 'video/x-matroska']);
const sentCodecs = new Set(['avc', 'hevc', 'vp8', 'vp9', 'av1']);
/** In which H.264 lies as MP4 wants it, with a time for each picture. AVI has none. */
const repackable = new Set([...sentContainers, 'video/mp2t', 'video/3gpp', 'video/x-flv']);

const ways: Readonly<Record<string, Way>> = {
  'image/heic': 'heif',
  'image/svg+xml': 'drawing',
  'image/jxl': 'decoder',
  'image/bmp': 'decoder',
  'image/x-icon': 'decoder',
  'image/jp2': 'decoder',
  'image/j2c': 'decoder',
};

/** What photographs are kept in, with losses already: nobody sees those of a good JPEG on top. */
const photographic = /heic|avif|jxl|jp2|j2c/;
/** Pixels; a PNG of less is quickly sent. */
const smallPicture = 1_000_000;

/** Undefined where it is sent as it is. @param takes what the model takes */
export function conversionOf(record: MediaRecord, takes: Medium): Conversion | undefined {
  if (record.medium === 'video') return ofClip(record);
  if (takes === 'video' && record.moving) return { to: 'video/mp4', way: 'frames', why: 'moves' };
  return ofPicture(record);
}

function ofPicture({ type, frames, alpha, width, height }: PictureRecord): Conversion | undefined {
  const sent = sentPictures.has(type);
  if (sent && frames === 1) return undefined;
  const lossy = photographic.test(type) && !alpha && width * height > smallPicture;
  return {
    to: lossy ? 'image/jpeg' : 'image/png',
    way: ways[type] ?? 'picture',
    why: sent || type === 'image/gif' ? 'still' : 'type',
  };
}

function ofClip({ type, codec, depth, light, track, stretched }: ClipRecord): Conversion | undefined {
  const encoded = (why: Why): Conversion => ({ to: 'video/mp4', way: 'encode', why });
  const repacked = (why: Why): Conversion =>
    codec === 'avc' && repackable.has(type) ? { ...encoded(why), way: 'repack' } : encoded(why);
  if (light !== 'sdr') return encoded('light');
  if (depth > 8) return encoded('depth');
  if (stretched) return encoded('shape');
  if (!sentContainers.has(type)) return repacked('type');
  if (!sentCodecs.has(codec)) return encoded('codec');
  return track > 0 ? repacked('track') : undefined;
}
