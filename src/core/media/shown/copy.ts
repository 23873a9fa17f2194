/** Makes of a file what browsers show of it. */
import { copyFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Medium } from '../../../models/fields.ts';
import type { MediaFile } from '../../domain/job.ts';
import type { ClipRecord, CopyType, MediaRecord } from '../../domain/media-record.ts';
import { print } from '../comparison/apart.ts';
import { encodeFrame } from '../comparison/clip-work.ts';
import { legible } from '../comparison/comparison.ts';
import { convert } from '../convert/convert.ts';
import { conversionOf } from '../convert/plan.ts';
import type { Encoder } from '../encoder.ts';
import type { Files } from '../files.ts';
import { hindrance } from '../fit/plays.ts';
import { decodedWith } from '../h264.ts';
import { withoutTraces } from '../metadata/kept.ts';
import { probe } from '../probe/probe.ts';
import { readerOf } from '../readers.ts';

/** `takes`: what the model took the source as. */
export type Asked = { as: CopyType; takes: Medium };

type Work = { original: string; files: Files; encoder: Encoder; folder: string; signal: AbortSignal };

/** Pixels along the longer edge: a whole screen, and a frame of a contact sheet where three stand for one. */
const edges: Readonly<Record<CopyType, number>> = { source: 2560, result: 2560, print: 640 };

/** The path of the copy, in the folder. @throws as `convert`; the encoder's and sharp's errors */
export async function copyIn(work: Work, file: MediaFile, { as, takes }: Asked): Promise<string> {
  const { original, folder, encoder, signal } = work;
  const record = file.record ?? (await probe(original, { encoder }));
  const moves = record.medium === 'image' && record.moving !== undefined;
  if (as !== 'print' && (record.medium === 'video' || (as === 'source' && moves && takes === 'video')))
    return clipOf(work, file, record);
  const picture =
    record.medium === 'video'
      ? await frameOf(work, record)
      : (await legible(original, 'image', { encoder, folder, signal })).path;
  const output = join(folder, 'print.webp');
  await print({ kind: 'print', picture, edge: edges[as], output }, signal);
  return output;
}

async function clipOf(work: Work, file: MediaFile, record: MediaRecord): Promise<string> {
  const { original, folder, encoder, signal, files } = work;
  const stuck = record.type === 'video/webm' ? undefined : await hindrance({ record }, original);
  const usual = conversionOf(record, 'video');
  if (usual || stuck) {
    const way = stuck === 'repack' ? stuck : 'encode';
    const conversion = usual ?? ({ to: 'video/mp4', way, why: 'codec' } as const);
    return convert({ path: original, record, folder, encoder, signal }, conversion);
  }
  const clean = await withoutTraces(files, file, signal);
  const output = join(folder, `copy${file.name.slice(file.name.indexOf('.'))}`);
  try {
    await copyFile(clean.path, output);
  } finally {
    await clean.remove();
  }
  return output;
}

/** A PNG of one moment: the first is often black. */
async function frameOf({ original, folder, encoder, signal }: Work, record: ClipRecord): Promise<string> {
  const { type, width, height, seconds } = record;
  const output = join(folder, 'moment.png');
  const options = [
    ...['-f', readerOf(type), ...decodedWith(width * height)],
    ...['-ss', String(Math.min(1, seconds / 3))],
  ];
  const graph = [`[0:v]scale=${width}:${height},setsar=1,format=rgb24[out]`];
  await encodeFrame({ encoder, folder, signal }, { inputs: [{ path: original, options }], graph, output });
  return output;
}
