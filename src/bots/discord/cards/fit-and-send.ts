/** Sending a result as large as it may be: the file itself, a smaller copy, or a message without it. */
import { readFile } from 'node:fs/promises';
import { ComponentType, type RawFile } from 'discord.js';
import { type Form, plainer } from '../../../core/domain/form.ts';
import type { Delivery } from '../../../core/ports/platform.ts';
import type { View } from '../../../core/view/view.ts';
import { bytes as size } from '../../../core/words/amounts.ts';
import type { Bot } from '../context.ts';
import { asRefused, errorKind, isClosed } from '../errors.ts';
import { words } from '../words/request.ts';
import { bodyOf } from './components.ts';
import type { Attached } from './edit-card.ts';
import { fileOf, type Posted, uploadName } from './result.ts';

type Attempted = { bot: Pick<Bot, 'fit' | 'limitUploads' | 'log'>; view: View; delivery: Delivery };
export type Options = { limit: number; learn: (most: number) => void };
type Try = { posted: Posted | undefined; remark: string | undefined; form: Form; files: RawFile[] };

/** The file alone, as a message; by its name it is known again. */
export const bareResult = ({ fileName }: Posted) => ({
  attachments: [{ id: '0', filename: fileName }],
  allowed_mentions: { parse: [] },
});

/** The same in the card's own message, which once had components and always must. */
export function bareCard({ fileName }: Pick<Posted, 'fileName'>, { upload = true } = {}): Attached {
  const items = [{ media: { url: `attachment://${fileName}` } }];
  const body = bodyOf([{ type: ComponentType.MediaGallery, items }]);
  return upload ? { ...body, attachments: [{ id: '0', filename: fileName }] } : body;
}

const mostRounds = 6;
/** Limits that Discord has had, the largest first. */
const knownLimits = [50, 25, 20, 10, 8].map((mebibytes) => mebibytes * 1024 * 1024);
export const lowerThan = (bytes: number): number =>
  knownLimits.find((limit) => limit < bytes) ?? Math.floor(bytes / 2);

/**
 * Tries with the file; smaller when it is refused for its size, and in plainer forms when its words are.
 * Undefined when the place is closed. @throws what is worth another try, `Refused` too.
 */
export async function attempt<T>(
  { bot, delivery, view }: Attempted,
  { limit, learn }: Options,
  send: (it: Try) => Promise<T | undefined>,
): Promise<T | undefined> {
  let most = limit;
  let form = view.form ?? 'full';
  for (let round = 1; round <= mostRounds; round += 1) {
    // A message without the file is better than none.
    const fitting = round < mostRounds ? await bot.fit(delivery, view, most) : undefined;
    const posted = fitting && {
      type: fitting.type,
      fileName: uploadName(fitting.fileName),
      alt: fitting.alt,
    };
    const remark = posted ? fitting.change : words.tooLarge(size(delivery.bytes), size(most));
    try {
      return await bot.limitUploads(async () => {
        const files = fitting && posted ? [fileOf(posted, await readFile(fitting.path))] : [];
        return send({ posted, remark, form, files });
      });
    } catch (error) {
      const kind = errorKind(error);
      if (kind === 'too-large' && fitting) {
        // The limit that was told was not the true one.
        most = lowerThan(Math.min(most, fitting.bytes));
        learn(most);
      } else if ((kind === 'moderated' || kind === 'bad-body') && plainer(form)) form = plainer(form) ?? form;
      else if (isClosed(error) || kind === 'bad-body') {
        bot.log.warn({ job: view.id, err: error }, 'a result could not be posted where it was asked for');
        return undefined;
      } else throw asRefused(error);
    }
  }
  return undefined;
}
