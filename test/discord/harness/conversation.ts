/** What tests of trouble begin with: a place of its own, somebody in it, and a job that runs. */

import type { Exchange } from '../../fakes/discord/people/exchange.ts';
import { filesOf } from '../../fakes/discord/people/seen.ts';
import type { Channel, Message } from '../../fakes/discord/state.ts';
import { picture, until } from '../../helpers/requests.ts';
import { finished, type Harness } from './harness.ts';

const small = { scale: 2, output_format: 'png' };

/** A guild and a channel of its own, and somebody in it. */
export function openConversation(
  harness: Harness,
  given: Partial<Pick<Channel, 'botPermissions' | 'ageRestricted'>> = {},
) {
  const { discord, fixture } = harness;
  const guild = discord.addGuild();
  const channel = discord.addChannel({ guild, ...given });
  return { discord, fixture, guild, channel, ada: discord.person({ channel }) };
}
export type Conversation = ReturnType<typeof openConversation>;

/** Asks for a small upscale. */
export const ask = async ({ ada }: Pick<Conversation, 'ada'>): Promise<Exchange> =>
  ada.slash('upscale', { image: { name: 'a.jpg', bytes: await picture() }, ...small });

/** Asks and waits until the card says that it runs. */
export async function running(here: Pick<Conversation, 'ada'>): Promise<Exchange> {
  const asked = await ask(here);
  await finished(asked, 'PROCESSING');
  return asked;
}

/** What the bot told somebody directly, the oldest first. */
export const directly = ({ ada, discord }: Conversation): Message[] =>
  discord.messages().filter(({ channel }) => channel.kind === 'dm' && channel.recipients.includes(ada.user));
/** The files among it. */
export const filesSent = (here: Conversation) => directly(here).flatMap(filesOf);

export async function jobOf({ ada, guild, fixture }: Conversation) {
  const person = { platform: 'discord', scope: guild.id, requester: ada.user.id };
  const [job] = await fixture.engine.jobs(person, 1);
  return job;
}
/** The job is over and its person told. */
export const ended = (here: Conversation): Promise<void> =>
  until(async () => (await jobOf(here))?.notified === true);
/** As `ended` after the clock was moved: the engine would otherwise wait for its next look. */
export const endedLater = (here: Conversation): Promise<void> =>
  until(async () => {
    here.discord.advance(200);
    await here.fixture.wake();
    return (await jobOf(here))?.notified === true;
  });

/** As `ended` while the clock is moved over the pauses between tries. */
export async function endedOverPauses(here: Conversation): Promise<void> {
  let moved = 0;
  await until(async () => {
    const { notBefore = 0, notified } = (await jobOf(here)) ?? {};
    if (notBefore > Math.max(moved, here.discord.now())) {
      moved = notBefore;
      here.discord.advance(notBefore - here.discord.now() + 1);
      await here.fixture.wake();
    }
    return notified === true;
  });
}

/** A message that the bot's own token creates there, for `discord.fail`. */
export const postIn = ({ id }: Channel): RegExp => new RegExp(`^POST /channels/${id}/messages$`);
