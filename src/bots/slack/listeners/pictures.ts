/** Pictures in channels that have rules: an emoji on one, and new ones. */
import type { App, types } from '@slack/bolt';
import { posted } from '../../../chat/channel-rules/posted.ts';
import { createReactions } from '../../../chat/channel-rules/reacted.ts';
import { teamOf } from '../connection/team.ts';
import type { Bot, Conversation, Team } from '../context.ts';
import { lookUpAll } from '../requests/look-up.ts';
import { contentsOf } from '../requests/message-media.ts';
import { readMessage, workable } from '../requests/pictures/at.ts';
import { lineUnder } from '../requests/pictures/line.ts';
import { turnOf } from '../requests/turn.ts';

/** What was delivered twice is handled once. */
type Once = (key: string, work: () => Promise<void>) => Promise<void>;

type Reacted = types.ReactionAddedEvent | types.ReactionRemovedEvent;

export function hearReactions(app: App, bot: Bot, once: Once): void {
  const { reacted } = createReactions(bot.chat);

  async function hear(event: Reacted, team: Team, added: boolean): Promise<void> {
    const { user: person, reaction: emoji } = event;
    const { type, channel, ts } = event.item;
    const { botUser } = await bot.accessTo(team);
    if (type !== 'message' || channel.startsWith('D') || person === botUser) return;
    const place = { channel, ts };
    let read: ReturnType<typeof readMessage> | undefined;
    const message = () => {
      read ??= readMessage(bot, team, place);
      return read;
    };
    await reacted({
      place: { platform: bot.platform, scope: team.id },
      person,
      // A skin is how it is drawn, not which one it is.
      emoji: emoji.replace(/::skin-tone-\d$/, ''),
      added,
      message: `${channel} ${ts}`,
      channel: async () => channel,
      isPerson: async () => !(await bot.people.isBot(team, person)),
      pictures: async () => workable(bot, team, place, await message()),
      async turn(key) {
        const thread = (await message())?.thread ?? ts;
        return turnOf(bot, { key, user: person, conversation: { team, channel, thread, direct: false } });
      },
    });
    bot.log.debug({ event: `${added ? 'on' : 'off'} ${person} ${ts}` }, 'an emoji was handled');
  }
  app.event('reaction_added', ({ event, body }) =>
    once(`event:${body.event_id}`, () => hear(event, teamOf(body), true)),
  );
  app.event('reaction_removed', ({ event, body }) =>
    once(`event:${body.event_id}`, () => hear(event, teamOf(body), false)),
  );
}

type WithFiles = Extract<types.MessageEvent, { subtype: undefined | 'file_share' }> & { user: string };

/** A picture that a person posts in a channel itself: in threads results are gathered. */
export function isPicture(event: types.MessageEvent): event is WithFiles {
  if (event.channel_type === 'im') return false;
  const { subtype } = event;
  if (subtype !== undefined && subtype !== 'file_share') return false;
  if ('bot_id' in event && event.bot_id) return false;
  const isReply = 'thread_ts' in event && event.thread_ts !== undefined && event.thread_ts !== event.ts;
  return !isReply && typeof event.user === 'string' && contentsOf(event, event.channel).media.length > 0;
}

export async function handlePicture(bot: Bot, event: WithFiles, team: Team): Promise<void> {
  const { user: person, channel, ts, text = '' } = event;
  const { botUser } = await bot.accessTo(team);
  // What names the bot says itself what is to be done.
  if (person === botUser || text.includes(`<@${botUser}`)) return;
  const conversation: Conversation = { team, channel, thread: ts, direct: false };
  await posted(bot.chat, {
    place: { platform: bot.platform, scope: team.id },
    person,
    message: `${channel} ${ts}`,
    conversation: channel,
    channel: async () => ((await bot.people.isBot(team, person)) ? undefined : channel),
    pictures: async () => (await lookUpAll(bot, team, contentsOf(event, channel))).media,
    picture: { channel, ts },
    line: (said) => lineUnder(bot, conversation, said),
    turn: (key) => turnOf(bot, { key, user: person, conversation }),
  });
  bot.log.debug({ event: ts }, 'a picture was handled');
}
