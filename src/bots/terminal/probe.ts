/** `npm run enhance -- --probe FILE`: what a file holds, as all of Darkroom sees it. Nothing is sent or spent. */
import { stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { Command } from 'commander';
import { Failure } from '../../core/domain/failure.ts';
import type { ClipRecord, MediaRecord, PictureRecord } from '../../core/domain/media-record.ts';
import type { Encoder } from '../../core/media/encoder.ts';
import { probe } from '../../core/media/probe/probe.ts';
import { ArgumentError, parseFlags } from './flags.ts';
import { terminalWords as words } from './words.ts';

/** `path`: absolute. */
export type ProbeAsked = { path: string; json: boolean };

/** Undefined where something else is asked for. @param folder where the person is. @throws ArgumentError */
export function readProbe(args: readonly string[], folder: string): ProbeAsked | undefined {
  if (!args.some((it) => it === '--probe' || it.startsWith('--probe='))) return undefined;
  const program = new Command().option('--probe <file>').option('--json').allowExcessArguments(false);
  parseFlags(program, args);
  const { probe: file, json } = program.opts<{ probe?: string; json?: true }>();
  if (file === undefined) throw new ArgumentError(words.noValue('--probe'));
  return { path: resolve(folder, file), json: json === true };
}

/** A machine that is busy is asked again before it is said. */
const tries = 3;

/** Prints it. @throws Failure with the sentence that a chat would say, where the file would not be taken */
export async function probeFile(
  { path, json }: ProbeAsked,
  { encoder, print }: { encoder: Encoder; print: (text: string) => void },
): Promise<0> {
  const readable = await stat(path).then(
    (it) => it.isFile(),
    () => false,
  );
  if (!readable) throw new Failure('file-missing', { file: path });
  const record = await probe(path, { encoder, tries });
  print(json ? JSON.stringify(record, null, 2) : recordLines(record).join('\n'));
  return 0;
}

const lights = { sdr: 'standard range', pq: 'HDR (PQ)', hlg: 'HDR (HLG)' } as const;

function recordLines(record: MediaRecord): string[] {
  const { type, width, height, alpha, depth, light } = record;
  const lines: [name: string, value: string][] = [
    ['Type', type],
    ['Size', `${width} × ${height}`],
    ['Colour', `${depth} bits, ${lights[light]}, ${alpha ? 'with' : 'without'} alpha`],
    ...(record.medium === 'image' ? pictureLines(record) : clipLines(record)),
  ];
  return lines.map(([name, value]) => `${name.padEnd(8)} ${value}`);
}

function pictureLines({ frames, moving }: PictureRecord): [string, string][] {
  if (!moving) return [['Frames', frames === 1 ? '1, a still picture' : `${frames}, which are pages`]];
  const often = moving.loops === 0 ? 'for ever' : moving.loops === 1 ? 'once' : `${moving.loops} times`;
  return [
    ['Frames', `${frames}, ${figure(moving.fps)} a second on average`],
    ['Length', `${figure(moving.seconds)} s, shown ${often}`],
  ];
}

function clipLines(record: ClipRecord): [string, string][] {
  const { seconds, fps, frames, uneven, codec, audio, track, further } = record;
  return [
    ['Length', `${figure(seconds)} s`],
    ['Frames', `${frames}, ${figure(fps)} a second on average, at ${uneven ? 'uneven' : 'even'} times`],
    ['Codec', codec],
    ['Sound', audio ? 'yes' : 'no'],
    [
      'Tracks',
      `video track ${track + 1} is taken, ${further} further ${further === 1 ? 'track is' : 'tracks are'} not`,
    ],
  ];
}

/** With at most three places. */
const figure = (value: number): string => String(Math.round(value * 1000) / 1000);
