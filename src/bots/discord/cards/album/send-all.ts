/** Several results in as few messages as take them: what is sent together, and what is noted of where it stands. */
import { readFile } from 'node:fs/promises';
import { type Form, plainer } from '../../../../core/domain/form.ts';
import { limitShare } from '../../../../core/media/fit/fit.ts';
import type { Handed } from '../../../../core/ports/platform.ts';
import type { View } from '../../../../core/view/view.ts';
import { bytes as size } from '../../../../core/words/amounts.ts';
import { type Address, amend } from '../../address.ts';
import type { Bot } from '../../context.ts';
import { asRefused, errorKind, isClosed } from '../../errors.ts';
import { words } from '../../words/request.ts';
import { lowerThan } from '../fit-and-send.ts';
import { fileOf, uploadName } from '../result.ts';
import type { Shown } from './message.ts';

export type Result = Omit<Handed, 'address'> & { address: Address };
export type Work = { bot: Bot; card: Address; view: View; results: Result[] };
export type Place = NonNullable<Address['result']>;
export type Fitted = Shown & { path?: string; bytes: number };
/** Sends these together, and says where they stand; undefined where the place is closed. */
type Send = (shown: readonly Fitted[], form: Form, isFirst: boolean) => Promise<Place | undefined>;

/** Files of one message. https://docs.discord.com/developers/resources/message#create-message */
export const mostFiles = 10;
const mostRounds = 6;

export type Options = { limit: number; learn: (most: number) => void };

export const filesOf = (shown: readonly Fitted[]) =>
  Promise.all(
    shown.flatMap(({ posted, path }) =>
      posted && path !== undefined ? [readFile(path).then((data) => fileOf(posted, data))] : [],
    ),
  );

export const record = (bot: Bot, results: readonly Pick<Result, 'view'>[], place: Place, remark?: string) =>
  Promise.all(
    results.map(({ view }) =>
      amend(bot, view.id, (now) => ({
        ...now,
        result: { ...place, ...(remark !== undefined && { remark }) },
      })),
    ),
  );

/** Smaller when it is refused for its size, and in plainer forms when its words are. False when the place is closed. */
export async function sendAll(work: Work, { limit, learn }: Options, send: Send): Promise<boolean> {
  const { bot, view } = work;
  let left = work.results;
  let most = limit;
  let form = view.form ?? 'full';
  for (let round = 1, isFirst = true; left.length > 0; ) {
    const shown = await filling(bot, left, most, round >= mostRounds);
    try {
      const place = await bot.limitUploads(() => send(shown, form, isFirst));
      if (!place) return false;
      for (const it of shown) await record(bot, [it], { ...place, count: shown.length }, it.remark);
      left = left.slice(shown.length);
      isFirst = false;
    } catch (error) {
      const kind = errorKind(error);
      round += 1;
      if (kind === 'too-large' && round <= mostRounds) {
        const sum = shown.reduce((total, { bytes }) => total + bytes, 0);
        most = lowerThan(Math.min(most, sum));
        learn(most);
      } else if ((kind === 'moderated' || kind === 'bad-body') && plainer(form)) form = plainer(form) ?? form;
      else if (isClosed(error) || kind === 'bad-body') {
        bot.log.warn({ batch: view.id, err: error }, 'results could not be posted where they were asked for');
        return false;
      } else throw asRefused(error);
    }
  }
  return true;
}

/** The first of them that one message takes: none is made smaller for the sake of the others. */
async function filling(
  bot: Bot,
  results: readonly Result[],
  most: number,
  withoutFiles: boolean,
): Promise<Fitted[]> {
  const shown: Fitted[] = [];
  const names = new Set<string>();
  let sum = 0;
  for (const { view, address, delivery } of results.slice(0, mostFiles)) {
    const fitting = withoutFiles ? undefined : await bot.fit(delivery, view, most);
    sum += fitting?.bytes ?? 0;
    if (shown.length > 0 && sum > most * limitShare) break;
    const posted = fitting && {
      type: fitting.type,
      fileName: unlike(names, uploadName(fitting.fileName)),
      alt: fitting.alt,
    };
    const remark = fitting ? fitting.change : words.tooLarge(size(delivery.bytes), size(most));
    shown.push({
      view,
      address,
      posted,
      remark,
      bytes: fitting?.bytes ?? 0,
      ...(fitting && { path: fitting.path }),
    });
  }
  return shown;
}

/** Two sources may have one name; two files of a message may not. */
function unlike(names: Set<string>, name: string): string {
  let unique = name;
  for (let count = 2; names.has(unique); count += 1) unique = name.replace(/(\.\w+)?$/, `-${count}$1`);
  names.add(unique);
  return unique;
}
