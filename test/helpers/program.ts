/** The program as a user starts it: a process of its own, in an empty folder, with nothing on its PATH. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { symlinkSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { readLock } from '../../src/embedded/service/lock-state.ts';
import { compiled } from '../run/programs.ts';
import { temporaryFolder } from './fixture.ts';
import { until } from './requests.ts';

const tsx = createRequire(import.meta.url).resolve('tsx');
const main = new URL('../../src/main.ts', import.meta.url);
const launcher = new URL('../../src/node/launch.mjs', import.meta.url);

export type Ended = { code: number | null; signal: string | null; stdout: string; stderr: string };

export type Program = {
  child: ChildProcess;
  /** Resolves when it has printed this, on stdout or stderr. @throws Error with all it printed when it ends before. */
  says(text: string): Promise<void>;
  ended: Promise<Ended>;
};

type Options = {
  env?: Record<string, string>;
  through?: 'launcher' | 'tsx' | 'npm';
};

export type Installation = {
  /** Where the person is. */
  folder: string;
  dataDir: string;
  /**
   * As JavaScript (run/programs.ts). Through the `launcher`, as `npm start` does it; `tsx`: the TypeScript, as where it cannot be
   * compiled, which takes longer; `npm`: by `npm start` itself, which is the child then.
   */
  start(args: readonly string[], options?: Options): Program;
  run(args: readonly string[], options?: Options): Promise<Ended>;
  /** The pids of the embedded services that live now. */
  services(): number[];
  /** Ends what was started here, the embedded services too, and removes everything. */
  close(): Promise<void>;
};

/** @param env for every program that is started here. */
export async function openInstallation(env: Record<string, string> = {}): Promise<Installation> {
  const program = fileURLToPath(await compiled(main));
  const temporary = await temporaryFolder();
  const [folder, project, dataDir] = ['person', 'project', 'data'].map((name) => join(temporary.path, name));
  if (!folder || !project || !dataDir) throw new Error('three names give three paths');
  await mkdir(folder);
  // npm runs scripts in the project's folder; this one has no .env, so that no key of the developer's is used.
  await mkdir(project);
  const programs = new Set<ChildProcess>();

  function start(args: readonly string[], options: Options = {}): Program {
    const { through } = options;
    const throughNpm = through === 'npm';
    const ways = {
      launcher: [fileURLToPath(launcher)],
      tsx: ['--import', pathToFileURL(tsx).href, fileURLToPath(main)],
    };
    const command = through === undefined || throughNpm ? [program] : ways[through];
    if (throughNpm && project) linkTo(project);
    const how = throughNpm ? ['start', '--silent', '--'] : command;
    const child = spawn(throughNpm ? 'npm' : process.execPath, [...how, ...args], {
      cwd: project,
      // As from a shell: a group of its own, which a Ctrl-C reaches as a whole.
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: {
        PATH: throughNpm ? (process.env.PATH ?? '') : project,
        HOME: project,
        DATA_DIR: dataDir,
        INIT_CWD: folder,
        // Every program would want the same port.
        WEB_PORT: 'off',
        ...env,
        ...options.env,
      },
    });
    programs.add(child);
    let [stdout, stderr, over] = ['', '', false];
    child.stdout.on('data', (text) => {
      stdout += text;
    });
    child.stderr.on('data', (text) => {
      stderr += text;
    });
    const ended = once(child, 'close').then(([code, signal]) => {
      over = true;
      programs.delete(child);
      return { code, signal, stdout, stderr };
    });
    const says = async (text: string) => {
      const said = () => stdout.includes(text) || stderr.includes(text);
      await until(() => over || said());
      if (!said()) throw new Error(`it ended without saying ${text}:\n${stdout}${stderr}`);
    };
    return { child, says, ended };
  }

  const held = () =>
    ['redis', 'lab'].flatMap((name) => {
      try {
        const lock = readLock(join(dataDir, name), name);
        return lock?.held ? [lock.pid] : [];
      } catch {
        // Nobody has served this folder yet.
        return [];
      }
    });

  return {
    folder,
    dataDir,
    start,
    run: (args, options) => start(args, options).ended,
    services: held,
    async close() {
      for (const child of programs) if (child.pid) process.kill(-child.pid, 'SIGKILL');
      await until(() => programs.size === 0);
      for (const pid of held()) process.kill(pid, 'SIGTERM');
      await until(() => held().length === 0);
      await temporary.remove();
    },
  };
}

/** Makes a folder one in which npm runs the project's scripts. */
function linkTo(folder: string): void {
  for (const name of ['package.json', 'src', 'node_modules'])
    symlinkSync(fileURLToPath(new URL(`../../${name}`, import.meta.url)), join(folder, name));
}

/** The one sentence of a refusal, which stands last and alone after the lines of the card. @throws Error otherwise */
export function sentenceOf({ stderr }: Ended): string {
  const lines = stderr
    .split('\n')
    .filter((line) => !/^(|(QUEUED|PROCESSING|FAILED|CANCELLED) · .*)$/.test(line));
  const [sentence = ''] = lines;
  if (lines.length !== 1 || !/[.?]$/.test(sentence) || !stderr.endsWith(`${sentence}\n`))
    throw new Error(`not one sentence at the end:\n${stderr}`);
  return sentence;
}
