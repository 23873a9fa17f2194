/** The terminal as a platform: a card is a line on the screen, a post is a file in a folder. */
import { randomUUID } from 'node:crypto';
import { extname } from 'node:path';
import { z } from 'zod';
import { Failure } from '../../core/domain/failure.ts';
import type { Json } from '../../core/domain/job.ts';
import type { Platform } from '../../core/ports/platform.ts';
import type { View } from '../../core/view/view.ts';
import { lineOf, liveLine, plainLine } from './draw.ts';
import type { Out } from './out.ts';
import { save, whyNotSaved } from './save.ts';

/** The platform's name, and of its only scope. */
export const terminal = 'terminal';

/** `session`: the terminal that asked; another process may deliver for it, but has nothing to show. */
const addressSchema = z.object({
  session: z.string(),
  out: z.object({
    path: z.string(),
    exact: z.boolean(),
    // Records of before have neither.
    force: z.boolean().default(false),
    source: z.string().nullable().default(null),
  }),
});
export type TerminalAddress = z.infer<typeof addressSchema>;

export type Terminal = Platform & {
  addressFor(out: Out): TerminalAddress;
  /** The person's own file that a job's result is never saved over. */
  sourceAt(address: Json): string | null;
  /** Ends the live line, so that something else can be printed. */
  finishLine(): void;
  /** Where this job's result was saved by this process. */
  savedAs(job: string): string | undefined;
  /** The line of this job says what cancelling still costs. */
  saysCost(job: string): boolean;
};

type Screen = { write(text: string): unknown; isTTY?: boolean; columns?: number };

/**
 * Where a result of this type goes. An ending that would not tell the truth is kept and the true one added: taking it
 * away could name another file, such as the source.
 */
export function resultPath(out: Pick<Out, 'path' | 'exact'>, type: string): string {
  const ending = `.${type.split('/')[1]?.replace('jpeg', 'jpg').replace('quicktime', 'mov').replace('x-matroska', 'mkv')}`;
  const truthful = extname(out.path).toLowerCase().replace('.jpeg', '.jpg') === ending;
  return out.exact && truthful ? out.path : `${out.path}${ending}`;
}

export function createTerminal(screen: Screen): Terminal {
  const session = randomUUID();
  let shown = '';
  let live = false;
  let costly: string | undefined;
  const saved = new Map<string, string>();
  let told = '';
  /** Of several, by their position. */
  const toldOf = new Map<number, string>();

  const finishLine = () => {
    if (live) screen.write('\n');
    live = false;
  };

  /** Of several: a line of each once it says something new, or where a line moves, once it is over; then all together. */
  function showAll(view: View): void {
    costly = view.cancelNote === undefined ? undefined : view.id;
    const fresh = (view.batch ?? []).flatMap((line) => {
      const said = lineOf(line);
      const isNews = (line.over || !screen.isTTY) && toldOf.get(line.position) !== said;
      if (isNews) toldOf.set(line.position, said);
      return isNews ? [`${said}\n`] : [];
    });
    screen.write(`${screen.isTTY ? '\r\u001b[2K' : ''}${fresh.join('')}`);
    if (!screen.isTTY) return;
    screen.write(liveLine(view, screen.columns || 80));
    live = true;
  }

  return {
    name: terminal,
    // Whoever sits here runs the place; `--limit` and `credits limits` are there to try limits out.
    limits: { monthly: null, jobs_per_person: null, confirm_above: null },
    // A live line moves; a log file should not grow with every second.
    ...(screen.isTTY ? { tickMs: 250 } : {}),
    addressFor: ({ path, exact, force = false, source = null }) => ({
      session,
      out: { path, exact, force, source },
    }),
    sourceAt: (address) => addressSchema.parse(address).out.source,
    isMine: (address: Json) => addressSchema.parse(address).session === session,
    finishLine,
    savedAs: (job) => saved.get(job),
    saysCost: (job) => costly === job,

    async start() {},

    async show(address, view) {
      if (addressSchema.parse(address).session !== session) return;
      if (view.batch) return showAll(view);
      costly = view.cancelNote === undefined ? undefined : view.id;
      const lost = view.losses.join(' ');
      // Once, and above the line: it would be cut from its end.
      if (lost !== '' && lost !== told) screen.write(`${screen.isTTY ? '\r\u001b[2K' : ''}${lost}\n`);
      told = lost;
      if (screen.isTTY) {
        screen.write(`\r\u001b[2K${liveLine(view, screen.columns || 80)}`);
        live = true;
      } else {
        const line = plainLine(view);
        if (line !== shown) screen.write(`${line}\n`);
        shown = line;
      }
    },

    async deliver(address, view, delivery) {
      const { out } = addressSchema.parse(address);
      const path = resultPath(out, delivery.type);
      try {
        saved.set(view.id, await save(delivery.path, { ...out, path }, view.id));
      } catch (error) {
        const why = whyNotSaved(error, path);
        throw why === undefined ? error : new Failure('cannot-deliver', { detail: why }, { cause: error });
      }
    },

    async notify(_scope, _channel, text) {
      finishLine();
      screen.write(`${text}\n`);
    },

    async stop() {
      finishLine();
    },
  };
}
