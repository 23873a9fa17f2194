/** The types of files by the names people know. */
import { list } from './amounts.ts';

const names: Readonly<Record<string, string>> = {
  jpg: 'JPEG',
  webp: 'WebP',
  heic: 'HEIC (photos of an iPhone)',
  jxl: 'JPEG XL',
  ico: 'ICO (icons)',
  jp2: 'JPEG 2000',
  j2k: 'JPEG 2000',
  svg: 'SVG (drawings)',
  mov: 'MOV (QuickTime)',
  webm: 'WebM',
  mkv: 'MKV (Matroska)',
  ts: 'TS (recorders, cameras)',
  mpg: 'MPEG',
  flv: 'FLV (Flash)',
  wmv: 'WMV (Windows Media)',
  '3gp': '3GP (older telephones)',
};

/** @param ending of a file's name, e.g. `jpg` */
export const fileTypeName = (ending: string): string => names[ending] ?? ending.toUpperCase();

export const fileWords = {
  asTheyAre: (medium: 'image' | 'video', types: readonly string[]) =>
    medium === 'image'
      ? `Pictures that a model gets as they are: ${types.join(', ')}.`
      : `Videos that a model gets as they are: ${types.join(', ')}. HDR, more than 8 bits a colour and rare codecs are converted first.`,
  converted: (medium: 'image' | 'video', types: readonly string[]) =>
    `${medium === 'image' ? 'Pictures' : 'Videos'} that I convert first: ${types.join(', ')}. That costs nothing.`,
  /** @param clips the commands that take videos. @param stills those that take pictures */
  moving: (clips: readonly string[], stills: readonly string[]) =>
    `A GIF, WebP, PNG or AVIF that moves is a video to ${clips.join(' and ')}; ${list(stills)} takes its first picture.`,
  /** @param longest what each command takes at most */
  limits: (megapixels: number, longest: readonly string[]) =>
    [`A picture may have ${megapixels} megapixels`, ...longest].join(', ').concat('.'),
  longest: (command: string, seconds: number) => `a video for ${command} ${seconds} s`,
  lost: 'What a result will lack, such as transparency, frames or sound, is said with the price, before you pay.',
  private: 'Where and with what a file was made, and the names in it, are left out before it is sent.',
  refused:
    'Not taken: RAW photos, Photoshop and PDF documents, archives, sound only. I say then how to get a file that is.',
} as const;
