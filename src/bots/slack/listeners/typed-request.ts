/** A request that is typed about a picture or video at hand: run, or answered with what is missing and a form for it. */
import { Failure } from '../../../core/domain/failure.ts';
import { readText, type TextRequest } from '../../../core/text/request.ts';
import { problem } from '../../../core/words/fields.ts';
import { textWords } from '../../../core/words/text-arguments.ts';
import { models } from '../../../models/index.ts';
import type { Model } from '../../../models/model.ts';
import { bodyOf, escaped, row, section } from '../cards/blocks.ts';
import { replyPrivately } from '../cards/reply-privately.ts';
import type { Body, Bot, Found } from '../context.ts';
import { groupsOf } from '../form/state.ts';
import { formButton, type Start } from '../form/stored.ts';
import { startEach } from '../form/submit.ts';
import { type IncomingText, written } from '../requests/incoming-text.ts';
import { linkTo, lookUp } from '../requests/message-media.ts';
import type { About, Earlier } from '../requests/thread.ts';
import { formWords as words } from '../words/form.ts';
import { sentenceFor } from '../words/request.ts';

/** A request with what it is about. `nothing`: what is said where there is nothing to work on; mrkdwn. */
type Typed = IncomingText & { about: About; nothing: () => string };

/** What is understood and what it is for. */
type Asked = TextRequest & { media: readonly Found[]; earlier: Earlier | undefined };

/** Never rejects: all that is wrong is said to the person, and what was understood stands in the form. */
export async function answerTyped(bot: Bot, typed: Typed): Promise<void> {
  const { conversation, person } = typed;
  try {
    const asked = await understand(bot, typed);
    const answer = answerTo(typed, asked);
    if (answer) await replyPrivately(bot, conversation, person.requester, answer);
    else await run(bot, typed, asked);
  } catch (error) {
    await replyPrivately(bot, conversation, person.requester, sentenceFor(bot, error));
  }
}

async function understand(bot: Bot, { text, conversation, about }: Typed): Promise<Asked> {
  const read = readText(written(text), about.media[0]?.medium ?? about.earlier?.takes);
  const media =
    read.link === undefined
      ? await Promise.all(about.media.map((it) => lookUp(bot, conversation.team, it)))
      : [linkTo(read.link)];
  return { ...read, media, earlier: media.length > 0 ? undefined : about.earlier };
}

/** What stands in the way, with a button to the form that helps; undefined when nothing does. */
function answerTo({ conversation, about, nothing }: Typed, asked: Asked): Body | undefined {
  const { model, settings, unknown, media, earlier, all } = asked;
  const form = (label: string, more: Start = {}) =>
    formButton(label, { model: model?.name, settings, source: media, ...earlier, conversation, ...more });
  const refuse = (said: string, ...buttons: ReturnType<typeof form>[]) =>
    bodyOf([section(said), ...row(buttons.length > 0 ? buttons : [form(words.openForm)])]);
  const eachOf = (some: readonly Model[]) => some.map((it) => form(it.title, { model: it.name }));

  if (media.length === 0 && !earlier)
    return refuse(about.unusable.length > 0 ? escaped(about.unusable.join(' ')) : nothing());
  if (unknown.length > 0) return refuse(escaped(textWords.notUnderstood(unknown)));
  const kinds = new Set(earlier ? [earlier.takes] : media.map(({ medium }) => medium));
  const [kind, ...others] = kinds;
  const able = models.filter(({ takes }) => kinds.has(takes) || kinds.has(undefined));
  if (!model) return refuse(words.what(media.length, others.length > 0 ? undefined : kind), ...eachOf(able));
  const prepared = model.prepare(settings);
  if (!prepared.ok) return refuse(escaped(prepared.problems.map(problem).join(' ')));
  const fitting = fittingIn(asked, model);
  if (kind !== undefined && !able.includes(model)) {
    const wrong = new Failure('file-wrong-medium', { needed: model.takes, medium: kind });
    const commands = able.map(({ command }) => command);
    return refuse(escaped(`${wrong.message} ${words.takes(kind, commands)}`), ...eachOf(able));
  }
  if (fitting.length > 1 && !all)
    return refuse(words.whichOne(fitting.length), form(words.choose, { source: fitting }));
  return undefined;
}

const fittingIn = ({ media }: Asked, { takes }: Model): Found[] =>
  media.filter(({ medium }) => medium === undefined || medium === takes);

/** One job for each that is meant: all of a kind, where all of several are. */
async function run(bot: Bot, { key, person, conversation }: Typed, asked: Asked): Promise<void> {
  const { model, settings, earlier } = asked;
  if (!model) return;
  const [first, ...more] = fittingIn(asked, model);
  const one = first ? [first] : [];
  const group = more.length > 0 ? groupsOf(asked.media).find((it) => first && it.includes(first)) : undefined;
  await startEach(bot, { key, person, conversation, model: model.name, settings }, group ?? one, earlier);
}
