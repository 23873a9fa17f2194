/** Words that are said or typed to the bot: a command such as `credits`, help, or a request about what is at hand. */

import { linkIn } from '../../core/text/links.ts';
import { nearest } from '../../core/text/nearest.ts';
import { presetIn } from '../../core/text/preset-name.ts';
import { readText, type TextRequest } from '../../core/text/request.ts';
import { partsOf } from '../../core/text/steps.ts';
import { talkIn } from '../../core/text/talk.ts';
import { fileTopics } from '../../core/words/text-arguments.ts';
import type { Model } from '../../models/model.ts';
import { startAll } from '../batch/start.ts';
import { answering, type Chat } from '../chat.ts';
import { type HelpTopic, helloReply, helpReply } from '../commands/help.ts';
import { commandWords } from '../commands/words.ts';
import { mediumOfName, nameIn } from '../media.ts';
import type { Typed } from '../presets/typed.ts';
import { readSteps } from '../recipe/typed.ts';
import type { About, Found } from '../request.ts';
import { startRequest } from '../start.ts';
import type { Turn } from '../turn.ts';
import { words } from '../words.ts';
import { aboutWith } from './about.ts';
import { commands } from './commands.ts';
import { begunWith, commandNames, isCommand, isRequest } from './meant.ts';
import { decide } from './typed-request.ts';

/**
 * Answers what somebody said: always.
 * @param at.about asked for only where it is a request. @param at.toLink what the platform makes of a link that was typed
 * @param at.inPassing they did not name the bot: what is no request is answered with how to make one.
 */
export const said = <F extends Found>(
  chat: Chat,
  turn: Turn<F>,
  text: string,
  at: { about: () => Promise<About<F>>; toLink: (link: Found) => F; inPassing?: boolean },
): Promise<void> =>
  answering(chat, turn, async () => {
    if (at.inPassing && text.trim() !== '' && !isRequest(text)) {
      const [example, help] = [chat.traits.example('upscale x4'), chat.traits.typed('help')];
      return turn.reply({ kind: 'notice', text: words.sayWhat(`\`${example}\``, `\`${help}\``) });
    }
    const { word, rest } = begunWith(text);
    const toLink = (link: string) => at.toLink(linked(link));
    if (isCommand(word))
      return commands[word](chat, turn, rest, () => aboutWith(chat, rest, { ...at, toLink }));
    const { rest: plain } = presetIn(partsOf(chat.traits.written(text))[0] ?? '');
    const { help, model } = readText(plain);
    const talk = talkIn(plain);
    if (help || talk === 'question')
      return explain(chat, turn, model ?? (fileTopics.test(plain) ? 'files' : undefined));
    if (talk === 'thanks') return turn.reply({ kind: 'notice', text: commandWords.welcome });
    const about = await at.about();
    if (talk === 'greeting' && about.media.length === 0 && !about.earlier && about.unusable.length === 0)
      return turn.reply(helloReply(chat));
    const medium = about.media[0]?.medium ?? about.earlier?.takes;
    const asked = await readSteps(chat, turn.asker, text, medium);
    const media = asked.link === undefined ? about.media : [at.toLink(linked(asked.link))];
    const { earlier } = about;
    await request(chat, turn, asked, { ...about, media, earlier: media.length > 0 ? undefined : earlier });
  });

/** A link that somebody gave, with whatever stands around it; what it leads to is seen when it is fetched. */
export function linked(given: string): Found {
  const url = linkIn(given);
  const name = nameIn(url);
  return { url, name, medium: mediumOfName(name), link: true };
}

async function explain<F extends Found>(
  chat: Chat,
  turn: Turn<F>,
  topic: HelpTopic | undefined,
): Promise<void> {
  const admin = await chat.requests.credits.isAdmin(await turn.person());
  await turn.reply(helpReply(chat, topic, admin));
}

async function request<F extends Found>(
  chat: Chat,
  turn: Turn<F>,
  asked: Typed,
  about: About<F>,
): Promise<void> {
  const { model, settings, next } = asked;
  const { media, earlier, nothing, otherwise } = about;
  const draft = { model: model?.name, settings, next, media, kept: earlier?.kept, takes: earlier?.takes };
  /** What was understood stands in the form that is offered with it. */
  const ask = (question: string, models: readonly Model[] = []) =>
    turn.reply({ kind: 'choice', question, draft, models, several: false });
  const meant = meantIn(chat, asked);
  const decision = decide(asked, media, about);
  switch (decision.kind) {
    case 'help':
      return explain(chat, turn, model);
    case 'nothing':
      if (model && otherwise) return otherwise({ model: model.name, settings, next });
      if (meant === undefined && nothing === 'help') return explain(chat, turn, model);
      return ask(meant ?? (nothing === 'help' ? '' : nothing.text));
    case 'say':
      return ask(meant ?? decision.text, decision.models);
    case 'what':
      return ask(decision.text, decision.models);
    case 'which': {
      const { text: question, media: several, model: only } = decision;
      const choice = { question, draft: { ...draft, media: several }, models: [only], several: true };
      return turn.reply({ kind: 'choice', ...choice });
    }
    case 'run': {
      const run = { model: decision.model.name, settings: decision.settings, next };
      if (decision.sources.length > 0) return startAll(chat, turn, run, decision.sources);
      await startRequest(chat, turn, { ...run, kept: earlier?.kept });
    }
  }
}

/** A word that is nearly a command. */
function meantIn({ traits }: Pick<Chat, 'traits'>, { unknown }: TextRequest): string | undefined {
  for (const { word } of unknown.slice(0, 1)) {
    const meant = nearest(word, [...commandNames, 'help']);
    if (meant !== undefined) return words.meant(word, `\`${traits.typed(meant)}\``);
  }
  return undefined;
}
