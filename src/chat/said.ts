/** Words that are said or typed to the bot: a command such as `credits`, help, or a request about what is at hand. */
import { nearest } from '../core/text/nearest.ts';
import { readText, type TextRequest } from '../core/text/request.ts';
import { fillers } from '../core/words/text-arguments.ts';
import type { Model } from '../models/model.ts';
import { answering, type Chat } from './chat.ts';
import { creditsCommand } from './commands/credits.ts';
import { creditsDeedIn, daysIn } from './commands/credits-arguments.ts';
import { helpReply } from './commands/help.ts';
import { typedJobs } from './commands/jobs.ts';
import { checkSetup } from './commands/setup-check.ts';
import { mediumOfName, nameIn } from './media-type.ts';
import type { About, Found } from './request.ts';
import { startEach, startRequest } from './start.ts';
import type { Turn } from './turn.ts';
import { decide } from './typed-request.ts';
import { words } from './words.ts';

type Command = <F extends Found>(chat: Chat, turn: Turn<F>, said: readonly string[]) => Promise<void>;

/** The words that are no request; each gets what stands after it. */
const commands: Readonly<Record<string, Command>> = {
  jobs: typedJobs,
  credits: (chat, turn, said) => creditsCommand(chat, turn, creditsDeedIn(chat.traits, said)),
  usage: (chat, turn, said) => creditsCommand(chat, turn, { deed: 'usage', days: daysIn(chat.traits, said) }),
  check: checkSetup,
};

/** The words of it; what a platform puts in brackets is never cut. */
const wordsOf = (text: string): string[] => text.match(/(?:<[^<>]*>|[^\s<])+/gu) ?? [];

/**
 * Answers what somebody said.
 * @param at.about asked for only where it is a request. @param at.toLink what the platform makes of a link that was typed
 */
export const said = <F extends Found>(
  chat: Chat,
  turn: Turn<F>,
  text: string,
  at: { about: () => Promise<About<F>>; toLink: (link: Found) => F },
): Promise<void> =>
  answering(chat, turn, async () => {
    const { word, rest } = begunWith(text);
    const command = Object.hasOwn(commands, word) ? commands[word] : undefined;
    if (command) return command(chat, turn, rest);
    const plain = chat.traits.written(text);
    const { help, model } = readText(plain);
    if (help) return explain(chat, turn, model);
    const about = await at.about();
    const asked = readText(plain, about.media[0]?.medium ?? about.earlier?.takes);
    const media = asked.link === undefined ? about.media : [at.toLink(linked(asked.link))];
    const { earlier } = about;
    await request(chat, turn, asked, { ...about, media, earlier: media.length > 0 ? undefined : earlier });
  });

/** The first word that means something, and what stands after it; `my credits, please` is `credits`. */
function begunWith(text: string): { word: string; rest: string[] } {
  const all = wordsOf(text);
  const bare = (word: string) => word.replace(/[,.!:]+$/, '').toLowerCase();
  const at = all.findIndex((word) => !fillers.has(bare(word)));
  const rest = all.slice(at + 1);
  return { word: bare(all[at] ?? ''), rest: rest.every((word) => fillers.has(bare(word))) ? [] : rest };
}

/** Whether all of it is a request, or it begins like one: what is said about a result in passing is none. */
export function isRequest(text: string): boolean {
  const { model, help, unknown } = readText(text);
  const [first = ''] = text.trim().split(/\s+/);
  return help || (model !== undefined && (unknown.length === 0 || readText(first).model !== undefined));
}

/** A link that somebody typed; what it leads to is seen when it is fetched. */
export function linked(url: string): Found {
  const name = nameIn(url);
  return { url, name, medium: mediumOfName(name), link: true };
}

async function explain<F extends Found>(chat: Chat, turn: Turn<F>, model: Model | undefined): Promise<void> {
  const admin = await chat.requests.credits.isAdmin(await turn.person());
  await turn.reply(helpReply(chat, model, admin));
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
      const run = { model: decision.model.name, settings };
      if (decision.sources.length > 0) return startEach(chat, turn, run, decision.sources);
      await startRequest(chat, turn, { ...run, kept: earlier?.kept });
    }
  }
}

/** A word that is nearly a command. */
function meantIn({ traits }: Pick<Chat, 'traits'>, { unknown }: TextRequest): string | undefined {
  for (const { word } of unknown.slice(0, 1)) {
    const meant = nearest(word, Object.keys(commands));
    if (meant !== undefined) return words.meant(word, `\`${traits.typed(meant)}\``);
  }
  return undefined;
}
