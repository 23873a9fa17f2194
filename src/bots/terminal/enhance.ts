/** `npm run enhance`: one request from the command line, from its arguments to an exit code. */

import { randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { access, constants, stat } from 'node:fs/promises';
import { userInfo } from 'node:os';
import { basename, dirname } from 'node:path';
import type { Requests } from '../../core/command.ts';
import { Failure } from '../../core/errors.ts';
import type { Job, Source } from '../../core/job/record.ts';
import { failureSentence } from '../../core/view.ts';
import { ArgumentError, type Asked, isLink } from './arguments.ts';
import { resultPath, type Terminal } from './terminal.ts';
import { terminalWords as words } from './words.ts';

type Run = Extract<Asked, { kind: 'run' }>;

/**
 * Runs it to its end. The result's path or the record goes to `print`, everything else to the terminal's screen.
 * @param interrupt aborts when the person presses Ctrl-C: the job is cancelled, and its end is awaited.
 * @returns 0 when the file was saved, else 1.
 * @throws Failure or ArgumentError with one sentence when nothing was begun.
 */
export async function enhance(
  asked: Run,
  context: {
    requests: Requests;
    terminal: Terminal;
    print: (text: string) => void;
    complain: (text: string) => void;
    interrupt: AbortSignal;
  },
): Promise<0 | 1> {
  const { requests, terminal, print, complain, interrupt } = context;
  await checkOut(asked.out);
  const checked = asked.model.prepare(asked.settings);
  const source =
    checked.ok && asked.source !== undefined ? await sourceFrom(asked.source, requests) : undefined;
  const job = await requests.submit({
    key: randomUUID(),
    platform: terminal.name,
    address: terminal.addressFor(asked.out),
    scope: 'terminal',
    requester: userInfo().username,
    model: asked.model.name,
    settings: asked.settings,
    source,
  });

  const cancel = () => void requests.cancel(job.id);
  if (interrupt.aborted) cancel();
  interrupt.addEventListener('abort', cancel, { once: true });
  const over = await requests.settled(job.id);
  interrupt.removeEventListener('abort', cancel);

  // Another process on the same data folder may have done the last step; this screen shows it all the same.
  await terminal.show(over.address, await requests.view(over));
  terminal.finishLine();
  const path = over.state === 'done' && over.result ? resultPath(asked.out, over.result.type) : undefined;
  if (asked.json) print(JSON.stringify(summary(over, path), null, 2));
  else if (path !== undefined) print(words.saved(path));
  if (path === undefined) complain(failureSentence(over));
  return path === undefined ? 1 : 0;
}

/** @throws ArgumentError before anything is spent on a result that could not be saved. */
async function checkOut({ path, exact }: Run['out']): Promise<void> {
  const isFolder = await stat(path).then(
    (it) => it.isDirectory(),
    () => false,
  );
  // A name of ours still gets an ending, which tells it from a folder.
  if (isFolder && exact) throw new ArgumentError(words.outIsFolder(path));
  await access(dirname(path), constants.W_OK).catch(() => {
    throw new ArgumentError(words.noFolder(dirname(path)));
  });
}

async function sourceFrom(given: string, requests: Requests): Promise<Source> {
  if (isLink(given)) return { kind: 'link', link: given };
  const readable = await stat(given).then(
    (it) => it.isFile(),
    () => false,
  );
  if (!readable) throw new Failure('file-missing', { file: given });
  const { name, type, bytes } = await requests.keep(createReadStream(given));
  return { kind: 'stored', name, type, bytes, fileName: basename(given) };
}

/** What a script wants to know: no address, no link, nothing internal. */
function summary(job: Job, path: string | undefined) {
  const { name: _source, ...source } = job.sourceFile ?? { name: '' };
  const { name: _result, ...result } = job.result ?? { name: '' };
  return {
    id: job.id,
    state: job.state,
    model: job.model,
    settings: job.settings,
    price: { credits: job.price / 1000, hold: job.hold, providerDollars: job.cost ?? null },
    source: job.sourceFile ? source : null,
    result: job.result ? { path, ...result } : null,
    failure:
      job.state === 'done' ? null : { code: job.failure?.code ?? job.state, sentence: failureSentence(job) },
    ms: { total: (job.completedAt ?? job.changedAt) - job.createdAt },
  };
}
