/** What tests of trouble begin with: a channel of its own, somebody in it, and a job that runs. */

import type { Person } from '../../fakes/slack/people/person.ts';
import { filesOf } from '../../fakes/slack/people/seen.ts';
import type { Channel, Message } from '../../fakes/slack/state.ts';
import { picture, until } from '../../helpers/requests.ts';
import { finished, type Harness, linkTo, saidIn } from './harness.ts';

const small = 'scale=2 output_format=png';

export type Conversation = Pick<Harness, 'slack' | 'fixture'> & { channel: Channel; ada: Person };

/** A channel of its own, and somebody in it. */
export function openConversation(
  harness: Harness,
  given: Parameters<Harness['slack']['addChannel']>[0] = {},
): Conversation {
  const { slack, fixture } = harness;
  const channel = slack.addChannel(given);
  return { slack, fixture, channel, ada: slack.person({ channel }) };
}

/** A file by its link, which a command takes from everywhere. */
export async function link({ slack, ada }: Pick<Conversation, 'slack' | 'ada'>): Promise<string> {
  const sent = await ada.postFile({ name: 'a.jpg', bytes: await picture() });
  return linkTo({ slack }, sent);
}

/** Asks for a small upscale by text. */
export async function ask(here: Pick<Conversation, 'slack' | 'ada'>) {
  return here.ada.slash(`/darkroom upscale ${small} ${await link(here)}`);
}

/** Asks and waits until the provider has the job: its card need not say so yet, in a workspace that is busy. */
export async function running(here: Conversation): Promise<Message> {
  await ask(here);
  await until(async () => (await jobOf(here))?.state === 'polling');
  return only(saidIn(here, here.channel));
}

/** The one card, when it says how it ended. */
export const over = async (here: Conversation, state = 'COMPLETED'): Promise<Message> =>
  only(await finished(here, here.channel, { state }));

/** The one thing there is. @throws Error when there are more, or none */
export function only<It>(all: readonly It[]): It {
  const [first, ...more] = all;
  if (first === undefined || more.length > 0) throw new Error(`there are ${all.length}`);
  return first;
}

/** What the bot told somebody directly, the oldest first. */
export const directly = ({ ada, slack }: Pick<Conversation, 'slack' | 'ada'>): Message[] =>
  slack
    .messages()
    .filter(
      ({ channel, installation }) => channel.kind === 'im' && channel.members.has(ada.user) && installation,
    );
/** The files among it. */
export const filesSent = (here: Pick<Conversation, 'slack' | 'ada'>) =>
  directly(here).flatMap((it) => filesOf(it));

export async function jobOf({ ada, fixture }: Conversation) {
  const scope = ada.channel.workspace.id;
  const [job] = await fixture.engine.jobs({ platform: 'slack', scope, requester: ada.user.id }, 1);
  return job;
}
/** The job is over and its person told. */
export const ended = (here: Conversation): Promise<void> =>
  until(async () => (await jobOf(here))?.notified === true);
/** As `ended` while the clock is moved over the pauses between tries: nothing else may be under way in this Slack. */
export async function endedOverPauses(here: Conversation): Promise<void> {
  let moved = 0;
  await until(async () => {
    const { notBefore = 0, notified } = (await jobOf(here)) ?? {};
    if (notBefore > Math.max(moved, here.slack.now())) {
      moved = notBefore;
      here.slack.advance(notBefore - here.slack.now() + 1);
      await here.fixture.wake();
    }
    return notified === true;
  });
}
