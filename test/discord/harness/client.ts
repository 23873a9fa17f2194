/** People who talk to the bot in the loopback Discord, and what they see of it. */
import { expect, vi } from 'vitest';
import type { SentFile } from '../../fakes/discord/messages/attachments.ts';
import { everyComponent } from '../../fakes/discord/messages/components.ts';
import type { Exchange } from '../../fakes/discord/people/exchange.ts';
import type { Person } from '../../fakes/discord/people/person.ts';
import { buttonsOf, filesOf, textOf } from '../../fakes/discord/people/seen.ts';
import type { Channel, Message } from '../../fakes/discord/state.ts';
import { photo } from '../../helpers/sample-media.ts';
import { type Harness, jobIdOf, postsOf, statesOf } from './harness.ts';

const small = await photo({ width: 32, height: 24 });

/** Bound to no test, as tests that run side by side need it. */
export const eventually = (assertion: () => unknown) =>
  vi.waitFor(assertion, { timeout: 50_000, interval: 20 });

export const picture = (name: string, more: Partial<SentFile> = {}): SentFile => ({
  name,
  bytes: small,
  ...more,
});
export const video = (name: string): SentFile => ({
  name,
  bytes: Buffer.from('looked at later'),
  type: 'video/mp4',
});

/** A channel of its own with somebody in it. */
export function openChannel({ discord }: Harness) {
  const channel = discord.addChannel({ guild: discord.home.guild, name: 'pictures' });
  return { channel, ada: discord.person({ channel }) };
}
/** What the bot has posted there for everybody, the oldest first. */
export const saidIn = ({ discord }: Harness, channel: Channel): Message[] =>
  discord.messages(channel).filter((it) => it.author === discord.bot && !it.visibleTo);
export const cardsIn = (harness: Harness, channel: Channel): Message[] =>
  saidIn(harness, channel).filter((it) => statesOf(it).length > 0);
/** The cards, when there are so many and all are over. */
export async function over(harness: Harness, channel: Channel, count: number): Promise<Message[]> {
  await eventually(() =>
    expect(cardsIn(harness, channel).map((it) => statesOf(it).at(-1))).toEqual(
      Array(count).fill('COMPLETED'),
    ),
  );
  return cardsIn(harness, channel);
}
/** The buttons of a choice, and the menu of its media. */
export const offered = (message: Message) => buttonsOf(message).map(({ label }) => label);
const mediaMenu = (message: Message) => {
  const found = everyComponent(message.components).find(({ component }) => component.type === 3)?.component;
  if (!found || !('options' in found)) throw new Error(`no menu: ${textOf(message)}`);
  return found;
};
export const mediaOf = (message: Message) => mediaMenu(message).options.map(({ label }) => label);
/** The answer to an interaction, once it is there. */
export async function answered(exchange: Exchange): Promise<Message> {
  await exchange.acknowledged;
  const message = exchange.response();
  if (!message) throw new Error('no answer');
  return message;
}
export async function take(person: Person, message: Message, value: string): Promise<void> {
  await (await person.select(message, mediaMenu(message).custom_id, [value])).acknowledged;
}
/** The form behind a button. */
export async function opened(person: Person, message: Message, button: string): Promise<Exchange> {
  const exchange = await person.press(message, button);
  await exchange.acknowledged;
  return exchange;
}
/** Each field of a modal with what is filled in. */
export const prefilled = (exchange: Exchange) =>
  Object.fromEntries(
    exchange.modal()?.components.flatMap((it) => {
      if (it.type !== 18) return [];
      const { component } = it;
      const chosenOption =
        'options' in component ? component.options.find((one) => one.default)?.value : undefined;
      return [
        [
          component.custom_id,
          'value' in component ? component.value : 'default' in component ? component.default : chosenOption,
        ],
      ];
    }) ?? [],
  );
/** A card's result; further cards of the same interaction refer to the first one, too. */
export const resultOf = ({ discord }: Harness, card: Message | undefined): Message => {
  const found = card && postsOf(discord, card).find((it) => filesOf(it).length > 0);
  if (!found) throw new Error('no result');
  return found;
};
/** A card that is over has no button; its result has. */
export const jobOf = async (harness: Harness, message: Message | undefined) => {
  const job = await harness.fixture.engine.read(jobIdOf(resultOf(harness, message)) ?? '');
  if (!job) throw new Error('no job');
  return job;
};
/** What has no room beside a result is behind a button of its own. */
export async function tucked(person: Person, result: Message): Promise<Message> {
  return answered(await person.press(result, 'More…'));
}
/** Takes a result away, which is asked about once. */
export async function remove(person: Person, result: Message): Promise<void> {
  const question = await tucked(person, result);
  await person.press(question, 'Remove…');
  await eventually(() => expect(textOf(question)).toContain('deleted for everybody'));
  await person.press(question, 'Remove');
  // Nothing is left that could be pressed.
  await eventually(() => expect(buttonsOf(question)).toEqual([]));
}
export const noTrouble = ({ discord }: Harness) => expect(discord.violations).toEqual([]);
