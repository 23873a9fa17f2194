/** Requests as tests make them. */
import sharp from 'sharp';
import type { Command } from '../../src/core/domain/command.ts';
import type { Job } from '../../src/core/domain/job.ts';
import type { Engine } from '../../src/core/jobs/engine.ts';

/** A one-chunk stream. */
export async function* streamOf(bytes: Uint8Array | string): AsyncGenerator<Uint8Array> {
  yield Buffer.from(bytes);
}

let plain: Promise<Buffer> | undefined;

/** A plain 16 × 12 picture, always the same one. */
export function picture(): Promise<Buffer> {
  plain ??= sharp({ create: { width: 16, height: 12, channels: 3, background: '#a52' } })
    .jpeg()
    .toBuffer();
  return plain;
}

let count = 0;

/** Submits a small picture for ESRGAN; whatever is given in `command` replaces the usual. */
export async function ask(engine: Engine, command: Partial<Command> = {}): Promise<Job> {
  count += 1;
  const usual = {
    key: `test-${count}`,
    platform: 'recorder',
    address: null,
    scope: 'scope',
    requester: 'somebody',
  };
  const source =
    command.source ?? ({ kind: 'stored', ...(await engine.keep(streamOf(await picture()))) } as const);
  return engine.submit({ ...usual, model: 'esrgan', settings: {}, source, ...command });
}

/** Waits until `condition` holds. */
export async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await condition())) await new Promise((resolve) => setTimeout(resolve, 10));
}
