/** Converts clips with FFmpeg: into MP4 of H.264 in 4:2:0 with AAC and its index in front, every picture at its own time. */
import type { ClipRecord } from '../../domain/media-record.ts';
import type { Encoder } from '../encoder.ts';
import { decodedWith, withinMemory } from '../h264.ts';
import { readerOf } from '../readers.ts';

export type ClipWork = {
  path: string;
  output: string;
  encoder: Encoder;
  signal: AbortSignal;
};

/** ms; a minute of 1080p takes about two. */
const longestMs = 15 * 60_000;

/** Ticks in a second: a whole number for every usual rate, and a hundredth of a millisecond for the others. */
const ticks = 90_000;

/** Nothing that says where, when and by whom. */
type Size = { width: number; height: number };

const bare = ['-map_metadata', '-1', '-map_chapters', '-1', '-sn', '-dn'];
const container = ['-movflags', '+faststart', '-f', 'mp4'];
const h264 = ({ width, height }: Size) => [
  ...['-c:v', 'libx264', ...withinMemory(width * height, 'veryfast'), '-crf', '15'],
  ...['-fps_mode', 'passthrough', '-enc_time_base', `1/${ticks}`, '-video_track_timescale', String(ticks)],
];
const aac = ['-c:a', 'aac', '-b:a', '192k', '-af', 'aformat=channel_layouts=mono|stereo|5.1|7.1'];

/**
 * From linear light at 203 nits, what ITU-R BT.2408 calls white, to what screens show; Mobius leaves all below the
 * brightest as it is. Only for what says that it is of high dynamic range: it means nothing of the rest.
 */
const toneMapped = (height: number): string[] => {
  // In numbers of four bytes a picture of 3840 × 2160 takes 100 MB at each step: some lines at a time, then.
  const parts = [8, 6, 5, 4, 3, 2].find((it) => height % (2 * it) === 0) ?? 1;
  return [
    `untile=1x${parts}`,
    'zscale=t=linear:npl=203:p=bt709,format=gbrpf32le',
    'tonemap=tonemap=mobius:desat=0',
    'zscale=t=bt709:m=bt709:r=tv,format=yuv420p',
    `tile=1x${parts}`,
  ];
};

/** Its pictures as they are, its sound as MP4 takes it. @throws as Encoder.run */
export async function repackClip(work: ClipWork, record: ClipRecord): Promise<void> {
  const tracks = tracksOf(record);
  const copied = [...tracks, ...bare, '-c:v', 'copy', ...container];
  await run(work, record, [...copied, ...(record.audio ? aac : ['-an'])]);
}

/** @throws as Encoder.run */
export async function encodeClip(work: ClipWork, record: ClipRecord): Promise<void> {
  const { width, height, light, audio } = record;
  // As it is shown, whatever the shape of its pixels.
  const shown = `scale=${even(width)}:${even(height)}:flags=lanczos,setsar=1`;
  const filters =
    light === 'sdr'
      ? // Half pictures of old cameras become whole ones, where they are marked as such.
        ['bwdif=mode=send_frame:deint=interlaced', shown, 'format=yuv420p']
      : [shown, ...toneMapped(even(height))];
  await run(work, record, [
    ...[...tracksOf(record), ...bare, '-vf', filters.join(','), ...h264(record)],
    ...[...(audio ? aac : ['-an']), ...container],
  ]);
}

export type MovingPicture = {
  type: string;
  width: number;
  height: number;
  frames: number;
  /** ms that the last picture is shown for, which not every FFmpeg hands on; 0 when it is not known. */
  lastMs: number;
};

/**
 * A clip of a picture that moves.
 * @throws as Encoder.run
 */
export async function encodeMoving(
  work: ClipWork,
  { type, width, height, frames, lastMs }: MovingPicture,
): Promise<void> {
  const filters = [
    // On white, since a clip has no transparency: what is missing from white is what alpha scales.
    'format=gbrap,negate=components=r+g+b,premultiply=inplace=1,negate=components=r+g+b,format=gbrp',
    // The last row and column once more, where there is an odd number of them: 4:2:0 has only even sizes.
    `pad=${width + (width % 2)}:${height + (height % 2)}`,
    `fillborders=right=${width % 2}:bottom=${height % 2}:mode=smear`,
    'scale=out_color_matrix=bt709:out_range=tv,format=yuv420p',
  ];
  // Without pictures that depend on later ones the last in the file is the last that is shown.
  const last = `setts=duration='if(eq(N,${frames - 1}),${lastMs / 1000}/TB,DURATION)'`;
  const colours = ['-colorspace', 'bt709', '-color_primaries', 'bt709', '-color_trc', 'bt709'];
  await run(work, { type, width, height }, [
    ...['-map', '0:v', ...bare, '-an', '-vf', filters.join(',')],
    ...[
      ...h264({ width, height }),
      '-bf',
      '0',
      ...colours,
      ...(lastMs > 0 ? ['-bsf:v', last] : []),
      ...container,
    ],
  ]);
}

const tracksOf = ({ track, audio }: ClipRecord): string[] => [
  // A capital V: no cover pictures.
  ...['-map', `0:V:${track}`],
  ...(audio ? ['-map', '0:a:0'] : []),
];

const even = (size: number): number => Math.max(2, 2 * Math.round(size / 2));

async function run(
  work: ClipWork,
  of: Size & { type: string; light?: ClipRecord['light'] },
  options: string[],
): Promise<void> {
  const { path, output, encoder, signal } = work;
  // A picture of high dynamic range takes two bytes where others take one.
  const pixels = of.width * of.height * (of.light && of.light !== 'sdr' ? 2 : 1);
  const inputs = [{ path, options: ['-f', readerOf(of.type), ...decodedWith(pixels)] }];
  await encoder.run({ inputs, options, output, signal, timeoutMs: longestMs });
}

/** The first picture of a type that only FFmpeg reads, without loss. @throws as Encoder.run */
export async function decodePicture(work: ClipWork, record: Size & { type: string }): Promise<void> {
  await run(work, record, [
    ...['-map', '0:v:0', ...bare, '-an', '-frames:v', '1', '-update', '1'],
    ...['-threads', '1', '-c:v', 'png', '-compression_level', '1', '-f', 'image2'],
  ]);
}
