/** Words that are said or typed to the bot: a command such as `credits`, help, or a request about what is at hand. */

import { linkIn } from '../../core/text/links.ts';
import { nearest } from '../../core/text/nearest.ts';
import { presetIn } from '../../core/text/preset-name.ts';
import { readText, type TextRequest } from '../../core/text/request.ts';
import { talkIn } from '../../core/text/talk.ts';
import { fileTopics } from '../../core/words/text-arguments.ts';
import type { Model } from '../../models/model.ts';
import { startAll } from '../batch/start.ts';
import { answering, type Chat } from '../chat.ts';
import { creditsCommand } from '../commands/credits.ts';
import { creditsDeedIn, daysIn } from '../commands/credits-arguments.ts';
import { type HelpTopic, helloReply, helpReply } from '../commands/help.ts';
import { typedJobs } from '../commands/jobs.ts';
import { preferencesCommand, preferencesIn } from '../commands/preferences.ts';
import { typedPresets } from '../commands/presets-typed.ts';
import { typedPrivacy } from '../commands/privacy.ts';
import { typedRules } from '../commands/rules-typed.ts';
import { checkSetup } from '../commands/setup-check.ts';
import { commandWords } from '../commands/words.ts';
import { mediumOfName, nameIn } from '../media.ts';
import { readWith } from '../presets/typed.ts';
import type { About, Found } from '../request.ts';
import { startRequest } from '../start.ts';
import { typedTaste } from '../taste/typed.ts';
import type { Turn } from '../turn.ts';
import { words } from '../words.ts';
import { aboutWith } from './about.ts';
import { begunWith, type CommandName, commandNames, isCommand, isRequest } from './meant.ts';
import { decide } from './typed-request.ts';

type Command = <F extends Found>(
  chat: Chat,
  turn: Turn<F>,
  said: readonly string[],
  about: () => Promise<About<F>>,
) => Promise<void>;

/** The words that are no request; each gets what stands after it. */
const commands: Readonly<Record<CommandName, Command>> = {
  jobs: typedJobs,
  credits: (chat, turn, said) => creditsCommand(chat, turn, creditsDeedIn(chat.traits, said)),
  usage: (chat, turn, said) => creditsCommand(chat, turn, { deed: 'usage', days: daysIn(chat.traits, said) }),
  check: checkSetup,
  preferences: (chat, turn, said) => preferencesCommand(chat, turn, preferencesIn(said)),
  presets: typedPresets,
  try: typedTaste,
  privacy: typedPrivacy,
  rules: typedRules,
};

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
    const { preset, rest: plain } = presetIn(chat.traits.written(text));
    const { help, model } = readText(plain);
    const talk = talkIn(plain);
    if (help || talk === 'question')
      return explain(chat, turn, model ?? (fileTopics.test(plain) ? 'files' : undefined));
    if (talk === 'thanks') return turn.reply({ kind: 'notice', text: commandWords.welcome });
    const about = await at.about();
    if (talk === 'greeting' && about.media.length === 0 && !about.earlier && about.unusable.length === 0)
      return turn.reply(helloReply(chat));
    const medium = about.media[0]?.medium ?? about.earlier?.takes;
    const asked = await readWith(chat, turn.asker, { preset, rest: plain }, medium);
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
  asked: TextRequest,
  about: About<F>,
): Promise<void> {
  const { model, settings } = asked;
  const { media, earlier, nothing, otherwise } = about;
  const draft = { model: model?.name, settings, media, kept: earlier?.kept, takes: earlier?.takes };
  /** What was understood stands in the form that is offered with it. */
  const ask = (question: string, models: readonly Model[] = []) =>
    turn.reply({ kind: 'choice', question, draft, models, several: false });
  const meant = meantIn(chat, asked);
  const decision = decide(asked, media, about);
  switch (decision.kind) {
    case 'help':
      return explain(chat, turn, model);
    case 'nothing':
      if (model && otherwise) return otherwise({ model: model.name, settings });
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
      const run = { model: decision.model.name, settings: decision.settings };
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
