/** What `npm run enhance`, `credits` and `usage` call, in this process: a start of the program takes a second. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readArguments } from '../../src/bots/terminal/arguments.ts';
import { credits, readCredits } from '../../src/bots/terminal/commands/credits.ts';
import { presets, withPreset } from '../../src/bots/terminal/commands/presets.ts';
import { runAsked } from '../../src/bots/terminal/commands/run.ts';
import { readUsage, usage } from '../../src/bots/terminal/commands/usage.ts';
import { createTerminal, type Terminal } from '../../src/bots/terminal/index.ts';
import { keptFiles } from '../../src/core/jobs/files/job-files.ts';
import type { AuditLine } from '../../src/core/store/ledger/policies.ts';
import type { Lengths } from '../chat/lengths.ts';
import { movingIn } from '../helpers/copies.ts';
import { type Fixture, openFixture } from '../helpers/fixture.ts';
import { picture } from '../helpers/requests.ts';
import { createScreen } from './screen.ts';

type Options = Partial<Pick<Parameters<typeof runAsked>[1], 'ask' | 'interrupt' | 'guard' | 'terminal'>> & {
  source?: string;
  /** Beside it. */
  more?: readonly string[];
};

export type TerminalFixture = {
  fixture: Fixture;
  terminal: Terminal;
  /** What was written to the screen, and what else was printed for the person and for scripts. */
  screen: string[];
  complained: string[];
  /** What was printed since it was last asked for. */
  printed(): string;
  credits(...args: string[]): Promise<number>;
  /** The same with `--json`, parsed. */
  json(...args: string[]): Promise<unknown>;
  usage(...args: string[]): Promise<number>;
  presets(...args: string[]): Promise<number>;
  /** `enhance photo.jpg` with ESRGAN, unless the options name another file or the flags another model. */
  enhance(flags: readonly string[], options?: Options): Promise<number>;
  /** What admins have done. */
  audit(): Promise<AuditLine[]>;
  close(): Promise<void>;
};

/** Somebody called `owner` sits at it; `photo.jpg` lies in the fixture's folder, where they are. */
export async function openTerminalFixture(lengths?: Lengths): Promise<TerminalFixture> {
  const screen = createScreen();
  const terminal = createTerminal(screen);
  const fixture = await openFixture({
    platforms: [terminal],
    ...(lengths && { lab: lengths.lab, overrides: { prices: lengths.prices([]) } }),
  });
  await lengths?.remember(fixture.store);
  await writeFile(join(fixture.folder, 'photo.jpg'), await picture());
  const kept = keptFiles({
    filePath: (name) => join(fixture.folder, 'files', name),
    fitTo: undefined,
    asMoving: movingIn(() => fixture.folder),
    stopping: new AbortController().signal,
  });
  const { credits: creditsService } = fixture.engine;
  const [lines, complained]: [string[], string[]] = [[], []];
  const print = (text: string) => void lines.push(text);
  const context = { credits: creditsService, clock: Date.now, user: 'owner', print };
  const printed = () => lines.splice(0).join('\n');
  const run = async (...args: string[]) => credits(readCredits(args), context);
  return {
    ...{ fixture, terminal, screen: screen.writes, complained, printed, credits: run },
    async json(...args) {
      printed();
      await run(...args, '--json');
      return JSON.parse(printed());
    },
    presets: (...args) => presets(args, { requests: fixture.engine, user: 'owner', print }),
    usage: async (...args) => usage(readUsage(args, fixture.folder), context),
    async enhance(
      flags,
      { interrupt = new AbortController().signal, source = 'photo.jpg', more = [], ...options } = {},
    ) {
      const model = /--(model|preset)/.test(flags.join()) ? [] : ['--model', 'esrgan'];
      const at = { requests: fixture.engine, user: 'owner' };
      const asked = readArguments(
        await withPreset([source, ...more, ...model, ...flags], at),
        fixture.folder,
      );
      if (asked.kind !== 'run') throw new Error('a list was asked for');
      const complain = (text: string) => void complained.push(text);
      return runAsked(asked, {
        ...{ requests: fixture.engine, kept, terminal, user: 'owner', print, complain, interrupt },
        ...options,
      });
    },
    audit: () =>
      creditsService.audit(
        { platform: 'terminal', scope: 'terminal', requester: 'owner', admin: true },
        1000,
      ),
    close: () => fixture.close(),
  };
}

/** The sentence of a refusal. @throws Error when it was no refusal */
export const refusal = (doing: Promise<unknown>): Promise<string> =>
  doing.then(
    () => {
      throw new Error('it was done');
    },
    (error: unknown) => (error instanceof Error ? error.message : String(error)),
  );
