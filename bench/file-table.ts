/**
 * What becomes of each type of file with each model, and what a result will lack, by a run: writes the tables of
 * docs/files.md. Nothing is sent. `npm run files [-- path of a further FFmpeg …]`, the path with its name: `5.1=/path`.
 */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Failure } from '../src/core/domain/failure.ts';
import type { MediaRecord } from '../src/core/domain/media-record.ts';
import { checkOutcome, settingsFor } from '../src/core/media/compare/fit-request.ts';
import { losses } from '../src/core/media/compare/losses.ts';
import { conversionOf } from '../src/core/media/convert/plan.ts';
import type { Encoder } from '../src/core/media/encoder.ts';
import { openFiles, type Stored } from '../src/core/media/files.ts';
import { outgoing } from '../src/core/media/outgoing.ts';
import { checkSource, probe } from '../src/core/media/probe/probe.ts';
import { lossText } from '../src/core/words/losses.ts';
import { ffmpegEncoder } from '../src/ffmpeg/encoder.ts';
import { models } from '../src/models/index.ts';
import type { Model } from '../src/models/model.ts';
import { samples } from './file-samples.ts';

const page = new URL('../docs/files.md', import.meta.url);
const { signal } = new AbortController();
const called = { 'image/jpeg': 'JPEG', 'image/png': 'PNG', 'video/mp4': 'MP4' };
const own: readonly [string, Encoder] = ['7.0, of npm', ffmpegEncoder()];
const others = [...process.argv.slice(2), 'WebAssembly=wasm'].map((given): readonly [string, Encoder] => {
  const at = given.indexOf('=');
  return [given.slice(0, at), ffmpegEncoder(given.slice(at + 1))];
});

const folder = await mkdtemp(join(tmpdir(), 'darkroom-table-'));
const files = await openFiles(join(folder, 'files'));

async function* streamOf(bytes: Uint8Array) {
  yield bytes;
}

/** What happens to it, and what is lost, with settings that the source presets. */
function cell(model: Model, record: MediaRecord): string {
  try {
    checkSource(record, model.media);
  } catch (error) {
    if (error instanceof Failure) return '—';
    throw error;
  }
  const settings = settingsFor(model, {}, record);
  try {
    checkOutcome(model, settings, record);
  } catch (error) {
    if (error instanceof Failure) return `refused: ${error.message}`;
    throw error;
  }
  const conversion = conversionOf(record, model.takes);
  const sent = conversion ? `as ${called[conversion.to]}` : 'as it is';
  const lost = losses(record, model, settings).map(lossText);
  return [`**${sent}**`, ...lost].join('<br>');
}

/** Whether one FFmpeg reads and converts it. */
async function isTaken(encoder: Encoder, kept: Stored): Promise<boolean> {
  try {
    const record = await probe(files.path(kept.name), { encoder, tries: 3 });
    const takes = record.medium === 'video' || record.moving ? 'video' : 'image';
    const copy = await outgoing({ files, encoder }, kept, { record, takes, signal });
    await copy.remove();
    return true;
  } catch (error) {
    process.stderr.write(`${kept.type}: ${error}\n`);
    return false;
  }
}

const table = (head: readonly string[], lines: readonly string[]) =>
  [`| ${head.join(' | ')} |`, `| ${head.map(() => '---').join(' | ')} |`, ...lines].join('\n');

async function fill(part: string, head: readonly string[], lines: readonly string[]): Promise<void> {
  const text = await readFile(page, 'utf8');
  const place = new RegExp(`(<!-- ${part}: npm run files -->\n)[^]*?(<!-- end -->)`);
  const filled = text.replace(
    place,
    (_, before: string, after: string) => `${before}\n${table(head, lines)}\n\n${after}`,
  );
  await writeFile(page, filled);
}

/** Whether FFmpeg has a part in it. */
function needsFfmpeg(record: MediaRecord): boolean {
  const ways = (['image', 'video'] as const).map((takes) => conversionOf(record, takes)?.way);
  return ways.some((way) => way && ['decoder', 'frames', 'repack', 'encode'].includes(way));
}

const rows: string[] = [];
const byFfmpeg: { named: string; kept: Stored }[] = [];
for (const { name, ending, write } of samples) {
  const named = `${name} | \`.${ending}\``;
  try {
    const kept = await files.keep(streamOf(await write(folder)), { maxBytes: 1e8 });
    const record = await probe(files.path(kept.name), { encoder: own[1], tries: 3 });
    rows.push(`| ${named} | ${models.map((model) => cell(model, record)).join(' | ')} |`);
    if (needsFfmpeg(record)) byFfmpeg.push({ named, kept });
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    rows.push(`| ${named} | refused: ${error.message}${' |'.repeat(models.length)}`);
  }
}
await fill('types', ['what people have', 'file', ...models.map(({ command }) => `\`${command}\``)], rows);

const readings: string[] = [];
for (const { named, kept } of byFfmpeg) {
  const taken = [];
  for (const [, encoder] of [own, ...others]) taken.push((await isTaken(encoder, kept)) ? 'yes' : 'no');
  readings.push(`| ${named} | ${taken.join(' | ')} |`);
}
await fill('readers', ['what people have', 'file', ...[own, ...others].map(([name]) => name)], readings);
await rm(folder, { recursive: true });
