/** The work of one request: its source fetched, its result kept. */
import { randomInt } from 'node:crypto';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Model, Settings } from '../../../models/model.ts';
import { type Work, WorkRefused } from '../../media/task.ts';
import type { Behaviour } from '../faults.ts';
import type { Files, StoredFile } from '../files.ts';
import type { Sources } from '../sources.ts';

export type LabRequest = {
  id: string;
  model: Model;
  behaviour: Behaviour;
  state: 'QUEUED' | 'PROCESSING' | 'COMPLETED' | 'FAILED';
  base64: boolean;
  /** The seed the work used, where the model has one. */
  seed?: number;
  file?: StoredFile;
  error?: unknown;
  /** Seconds and US dollars, under the provider's names. */
  metrics: Record<string, number>;
  /** When somebody last asked after it, by performance.now(); Infinity while a connection waits for it. */
  asked: number;
  /** Resolves in COMPLETED or FAILED, or when the lab closes; never rejects. */
  ended: Promise<void>;
};

export type Order = {
  model: Model;
  /** `problem`: the body was not valid, so the request fails as soon as it runs. */
  job: { settings: Settings; source: string; base64: boolean } | { problem: string };
  behaviour: Behaviour;
};

/** The behaviour asked for it, and its text may be any shape. */
export class DeliberateFailure extends WorkRefused {
  override name = 'DeliberateFailure';
}

export function createWork(options: {
  files: Files;
  sources: Sources;
  models: Readonly<Record<string, Work>>;
  /** ms a result is kept. */
  recordMs: number;
}) {
  const { files, sources } = options;

  /** @throws WorkRefused */
  return async (
    request: LabRequest,
    { job, behaviour, model }: Order,
    signal: AbortSignal,
  ): Promise<StoredFile> => {
    if (behaviour.fail !== undefined) throw new DeliberateFailure('told to fail');
    if ('problem' in job) throw new WorkRefused(job.problem);
    const lifeMs = options.recordMs;
    if (behaviour.instead) {
      const { name, path } = files.reserve(behaviour.instead.type);
      await writeFile(path, behaviour.instead.bytes);
      return files.keep(name, behaviour.instead.type, lifeMs);
    }
    const work = options.models[model.name];
    if (!work) throw new WorkRefused(`The lab cannot do ${model.name}.`);
    const scratch = join(files.folder, `work-${request.id}`);
    await mkdir(scratch);
    let reserved: ReturnType<Files['reserve']> | undefined;
    try {
      const source = await sources.open(job.source, scratch, signal);
      const randomSeed = randomInt(0, 99_999_999);
      const { seed } = job.settings;
      if (typeof seed === 'number') request.seed = seed < 0 ? randomSeed : seed;
      const target = (type: string) => {
        reserved = files.reserve(type);
        return reserved.path;
      };
      const { type } = await work({ source, settings: job.settings, scratch, target, signal, randomSeed });
      if (!reserved) throw new Error('the work wrote no file');
      return await files.keep(reserved.name, type, lifeMs);
    } catch (error) {
      if (reserved) await rm(reserved.path, { force: true });
      throw error;
    } finally {
      await rm(scratch, { recursive: true, force: true });
    }
  };
}

/** What a caller gets to read: anything but a refusal is a defect, and speaks of libraries and paths. */
export const wordsOf = (error: unknown): string =>
  error instanceof WorkRefused ? error.message : 'The work could not be done.';
