/**
 * What a Redis may lose, beside the files: who has which job, in lines that are only ever appended. A Redis that comes back
 * without its last writes is found out by the numbers in it, and what it forgot is known from the rest.
 */
import { randomBytes } from 'node:crypto';
import { type FileHandle, mkdir, open, readdir, readFile, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { type Job, jobSchema, operationSchema } from '../../domain/job.ts';

/**
 * made     the job was accepted, and its person may see a card of it
 * intent   it is about to be paid for
 * unsent   it was not sent all the same
 * taken    the provider has it
 * over     its person knows how it ended
 */
const noteSchema = z.discriminatedUnion('what', [
  z.object({ what: z.literal('made'), job: jobSchema }),
  z.object({ what: z.literal('intent'), job: jobSchema }),
  z.object({ what: z.literal('unsent'), id: z.string() }),
  z.object({ what: z.literal('taken'), id: z.string(), operation: operationSchema, at: z.number() }),
  z.object({ what: z.literal('over'), id: z.string() }),
]);
export type Note = z.infer<typeof noteSchema>;
export const noteFor = (what: 'made' | 'intent', job: Job): Note => ({ what, job });

const lineSchema = z.object({ sequence: z.number(), note: noteSchema.optional() });

export type Journal = {
  /** Of this process, among the names of the files. */
  process: string;
  /** Appends a line. @param synced resolves when a power cut of this machine cannot undo it */
  write(line: { sequence: number; note?: Note | undefined }, synced: boolean): Promise<void>;
  /** The highest number of every process that wrote any, and all notes in the order of each. */
  read(): Promise<{ highest: Map<string, number>; notes: Note[] }>;
  /** Begins a new file now and then, and removes those that are too old to matter. Answers the processes that have none any more. */
  prune(now: number): Promise<string[]>;
  close(): Promise<void>;
};

/** ms. A job is over an hour after it was sent, or forgotten by the provider. */
const keptMs = 2 * 3_600_000;
const named = /^([0-9a-f]{16})\.(\d{1,6})\.jsonl$/;

/** @throws the file system's error when the folder cannot be made */
export async function openJournal(folder: string): Promise<Journal> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const process = randomBytes(8).toString('hex');
  let part = 0;
  let begun = 0;
  let file: Promise<FileHandle> | undefined;
  let last: Promise<unknown> = Promise.resolve();
  let highest = 0;

  const opened = () => {
    begun ||= Date.now();
    file ??= open(join(folder, `${process}.${part}.jsonl`), 'a', 0o600);
    return file;
  };
  /** Lines do not overlap. */
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const done = last.then(work);
    last = done.catch(() => undefined);
    return done;
  };
  const files = async () =>
    (await readdir(folder)).flatMap((name) => {
      const [, owner = ''] = named.exec(name) ?? [];
      return owner === '' ? [] : [{ owner, path: join(folder, name) }];
    });

  return {
    process,
    write: (line, synced) =>
      inTurn(async () => {
        const handle = await opened();
        highest = Math.max(highest, line.sequence);
        await handle.appendFile(`${JSON.stringify(line)}\n`);
        if (synced) await handle.datasync();
      }),

    // After what is on its way: it may be what Redis has lost.
    read: () =>
      inTurn(async () => {
        const found = new Map<string, number>();
        const notes: Note[] = [];
        for (const { owner, path } of (await files()).sort((one, other) =>
          one.path < other.path ? -1 : 1,
        )) {
          const text = await readFile(path, 'utf8').catch(() => '');
          for (const line of text.split('\n')) {
            const read = lineSchema.safeParse(parsed(line));
            // The last line of a process that died may be cut off.
            if (!read.success) continue;
            found.set(owner, Math.max(found.get(owner) ?? 0, read.data.sequence));
            if (read.data.note) notes.push(read.data.note);
          }
        }
        return { highest: found, notes };
      }),

    prune: (now) =>
      inTurn(async () => {
        if (file && now - begun > keptMs) {
          await (await file).close();
          file = undefined;
          part += 1;
          begun = 0;
          // Its number goes on in the new one.
          await (await opened()).appendFile(`${JSON.stringify({ sequence: highest })}\n`);
        }
        const before = await files();
        for (const { path } of before) {
          const found = await stat(path).catch(() => undefined);
          if (found && found.mtimeMs < now - keptMs) await rm(path, { force: true });
        }
        const left = new Set((await files()).map(({ owner }) => owner));
        return [...new Set(before.map(({ owner }) => owner))].filter((owner) => !left.has(owner));
      }),

    close: () =>
      inTurn(async () => {
        await (await file)?.close();
        file = undefined;
      }),
  };
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
