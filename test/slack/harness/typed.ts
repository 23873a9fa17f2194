/** Commands typed in the loopback Slack, and what comes back to the one who typed them. */
import { type Address, keepAddress } from '../../../src/bots/slack/address.ts';
import type { Job } from '../../../src/core/domain/job.ts';
import { clientOf, section } from '../../fakes/slack/client.ts';
import type { Exchange } from '../../fakes/slack/people/exchange.ts';
import type { Person } from '../../fakes/slack/people/person.ts';
import { textOf } from '../../fakes/slack/people/seen.ts';
import type { Message, View } from '../../fakes/slack/state.ts';
import { ask, until } from '../../helpers/requests.ts';
import type { Harness } from './harness.ts';

/** The answer, once it is there. @throws Error when others see it, or when there are several */
export async function privateReply(exchange: Exchange): Promise<Message> {
  await exchange.acknowledged;
  await until(() => exchange.replies.length > 0);
  const [answer, ...more] = exchange.replies;
  if (!answer || more.length > 0) throw new Error(`${1 + more.length} answers`);
  if (!answer.visibleTo) throw new Error(`seen by all: ${textOf(answer)}`);
  return answer;
}

/** What is answered to `/darkroom …`. */
export const typed = (person: Person, words: string): Promise<Message> =>
  privateReply(person.slash(`/darkroom ${words}`));
export const answered = async (person: Person, words: string): Promise<string> =>
  textOf(await typed(person, words));

/** The modal that something opened. */
export async function opened(exchange: Exchange): Promise<View> {
  await exchange.acknowledged;
  await until(() => exchange.view() !== undefined);
  const view = exchange.view();
  if (!view) throw new Error('no view');
  return view;
}

/** What stands in the fields of a modal, by block id. */
export const filledIn = ({ entered }: View): Record<string, unknown> =>
  Object.fromEntries(
    [...entered].flatMap(([block, actions]) =>
      [...actions.values()].map((it) => {
        const { type: _, ...state } = it;
        const [value] = Object.values(state);
        const option = value as { value?: unknown } | null; // Menus hold the option that is chosen.
        return [block, option !== null && typeof option === 'object' ? (option.value ?? value) : value];
      }),
    ),
  );

/** A job of somebody's that is over, with its message in the channel, as if it had gone its way there. */
export async function doneJob(
  { fixture, slack }: Pick<Harness, 'fixture' | 'slack'>,
  person: Person,
  settings: Record<string, string> = {},
): Promise<Job> {
  const { channel, user } = person;
  const { workspace } = channel;
  const web = clientOf(slack, slack.token(workspace));
  const card = { text: 'a card', blocks: [section('a card')] };
  // A channel takes one message a second.
  slack.advance(1_000);
  const { ts } = await web.chat.postMessage({ channel: channel.id, ...card });
  const address: Address = {
    team: { id: workspace.id, orgWide: false },
    channel: channel.id,
    status: ts ?? '',
    anew: 0,
    requester: user.id,
    askedAt: slack.now(),
    direct: channel.kind === 'im',
  };
  const who = { platform: 'slack', scope: workspace.id, requester: user.id };
  // Of this type no picture comes into the card later.
  const all = { output_format: 'webp', ...settings };
  const job = await ask(fixture.engine, { ...who, settings: all, address: keepAddress(address) });
  const over = await fixture.engine.settled(job.id);
  if (over.state !== 'done') throw new Error(`the job is ${over.state}`);
  return over;
}
