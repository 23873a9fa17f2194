/** What a person at the terminal can have done: one command, and a Darkroom for as long as it takes. */
import { randomUUID } from 'node:crypto';
import { readArguments } from '../bots/terminal/arguments.ts';
import { askOn } from '../bots/terminal/ask.ts';
import { compareFiles, readCompare } from '../bots/terminal/commands/compare.ts';
import { credits, readCredits } from '../bots/terminal/commands/credits.ts';
import { jobs, readJobs, saveResult } from '../bots/terminal/commands/jobs.ts';
import { pot, readPot } from '../bots/terminal/commands/pot.ts';
import { presets, readPresets, withPreset } from '../bots/terminal/commands/presets.ts';
import { probeFile, readProbe } from '../bots/terminal/commands/probe.ts';
import { runAsked } from '../bots/terminal/commands/run.ts';
import { readUsage, usage } from '../bots/terminal/commands/usage.ts';
import { readVersions, versions } from '../bots/terminal/commands/versions.ts';
import { fileList, modelList, modelListJson } from '../bots/terminal/draw.ts';
import { flagValue } from '../bots/terminal/flags.ts';
import { createTerminal, type Terminal } from '../bots/terminal/index.ts';
import { userName } from '../bots/terminal/person.ts';
import { type KeptFiles, keptFiles } from '../core/jobs/files/job-files.ts';
import { createLog } from '../core/log.ts';
import type { Darkroom } from '../darkroom.ts';
import { ffmpegEncoder } from '../ffmpeg/encoder.ts';
import { complain, type Invocation, onEnd, say, unlessEnded } from './process.ts';

/** One command of the person at this terminal: a Darkroom for as long as it takes. */
async function once(
  { settings, path }: Invocation,
  { work }: { work: boolean },
  use: (at: {
    darkroom: Darkroom;
    terminal: Terminal;
    kept: KeptFiles;
    interrupt: AbortSignal;
    guard: (counts: () => Promise<boolean>) => void;
  }) => Promise<number>,
): Promise<number> {
  const log = createLog({ level: settings.logLevel ?? 'error', human: process.stderr.isTTY === true });
  const terminal = createTerminal(process.stderr);
  const interrupt = new AbortController();
  let counts = async () => true;
  onEnd(async (signal) => {
    // Whoever ends a program has nobody there to be asked.
    if (signal === 'SIGINT' && !(await counts().catch(() => true))) return false;
    interrupt.abort();
    return true;
  });
  const guard = (asked: typeof counts) => {
    counts = asked;
  };
  const { openDarkroom } = await import('../darkroom.ts');
  const ended = new Promise<void>((resolve) =>
    interrupt.signal.addEventListener('abort', () => resolve(), { once: true }),
  );
  let kept: KeptFiles | undefined;
  const opening = openDarkroom(settings, {
    platforms: async ({ files, fit: { fitTo }, asMoving, comparisons }) => {
      kept = keptFiles({ filePath: files.path, fitTo, asMoving, comparisons, stopping: interrupt.signal });
      return [terminal];
    },
    log,
    path,
    work,
  });
  const darkroom = await unlessEnded(opening, ended);
  if (!darkroom) return 1;
  try {
    if (!kept) throw new Error('the platforms were not asked for');
    return await use({ darkroom, terminal, kept, interrupt: interrupt.signal, guard });
  } finally {
    await darkroom.close();
  }
}

export async function runEnhance(invocation: Invocation): Promise<number> {
  const file = readProbe(invocation.args, invocation.folder);
  if (file) return probeFile(file, { encoder: ffmpegEncoder(invocation.settings.ffmpegPath), print: say });
  const pair = readCompare(invocation.args, invocation.folder);
  if (pair)
    return compareFiles(pair, {
      encoder: ffmpegEncoder(invocation.settings.ffmpegPath),
      print: say,
      complain,
    });
  const of = readVersions(invocation.args, invocation.folder);
  if (of)
    return once(invocation, { work: false }, ({ darkroom: { requests } }) =>
      versions(of, { requests, user: userName(), print: say, complain }),
    );
  const said = readPresets(invocation.args);
  if (said)
    return once(invocation, { work: false }, ({ darkroom: { requests } }) =>
      presets(said, { requests, user: userName(), print: say }),
    );
  const toPot = readPot(invocation.args);
  if (toPot)
    return once(invocation, { work: false }, ({ darkroom: { requests } }) =>
      pot(toPot, { requests, user: userName(), print: say }, randomUUID()),
    );
  const hasPreset = flagValue(invocation.args, '--preset') !== undefined;
  const asked = hasPreset ? undefined : readArguments(invocation.args, invocation.folder);
  if (asked?.kind === 'list') {
    say(asked.json ? modelListJson() : modelList());
    return 0;
  }
  if (asked?.kind === 'files') {
    say(fileList());
    return 0;
  }
  const ask = process.stdin.isTTY && process.stderr.isTTY ? askOn(process.stdin, process.stderr) : undefined;
  // A price needs nobody who works.
  const work = !invocation.args.includes('--quote');
  return once(invocation, { work }, async ({ darkroom: { requests }, ...at }) => {
    const user = userName();
    const args = asked ? [] : await withPreset(invocation.args, { requests, user });
    const run = asked ?? readArguments(args, invocation.folder);
    if (run.kind !== 'run') throw new Error('nothing was asked for');
    return runAsked(run, { requests, ...at, ask, user, print: say, complain });
  });
}

export async function runCredits(invocation: Invocation): Promise<number> {
  const asked = readCredits(invocation.args);
  return once(invocation, { work: false }, ({ darkroom }) =>
    credits(asked, {
      credits: darkroom.requests.credits,
      clock: darkroom.clock,
      user: userName(),
      print: say,
    }),
  );
}

export async function runUsage(invocation: Invocation): Promise<number> {
  const asked = readUsage(invocation.args, invocation.folder);
  return once(invocation, { work: false }, ({ darkroom }) =>
    usage(asked, { credits: darkroom.requests.credits, user: userName(), print: say }),
  );
}

export async function runJobs(invocation: Invocation): Promise<number> {
  const { out, ...asked } = readJobs(invocation.args, invocation.folder);
  return once(invocation, { work: out !== undefined }, ({ darkroom: { requests, clock }, terminal }) =>
    out
      ? saveResult({ ...asked, out }, { requests, terminal, print: say })
      : jobs(asked, { requests, clock, print: say }),
  );
}
