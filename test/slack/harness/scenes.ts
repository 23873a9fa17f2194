/** What tests of trouble begin with: a channel of its own, somebody in it, and a job that runs. */

import type { Person } from '../../fakes/slack/people/person.ts';
import { filesOf } from '../../fakes/slack/people/seen.ts';
import type { Channel, Message } from '../../fakes/slack/state.ts';
import { picture, until } from '../../helpers/requests.ts';
import { finished, linkTo, type Room, saidIn } from './room.ts';

const small = 'scale=2 output_format=png';

export type Scene = Pick<Room, 'slack' | 'bed'> & { channel: Channel; ada: Person };

/** A channel of its own, and somebody in it. */
export function sceneIn(room: Room, given: Parameters<Room['slack']['addChannel']>[0] = {}): Scene {
  const { slack, bed } = room;
  const channel = slack.addChannel(given);
  return { slack, bed, channel, ada: slack.person({ channel }) };
}

/** A file by its link, which a command takes from everywhere. */
export async function link({ slack, ada }: Pick<Scene, 'slack' | 'ada'>): Promise<string> {
  const sent = await ada.postFile({ name: 'a.jpg', bytes: await picture() });
  return linkTo({ slack }, sent);
}

/** Asks for a small upscale by text. */
export async function ask(here: Pick<Scene, 'slack' | 'ada'>) {
  return here.ada.slash(`/darkroom upscale ${small} ${await link(here)}`);
}

/** Asks and waits until the provider has the job: its card need not say so yet, in a workspace that is busy. */
export async function running(here: Scene): Promise<Message> {
  await ask(here);
  await until(async () => (await jobOf(here))?.state === 'polling');
  return only(saidIn(here, here.channel));
}

/** The one card, when it says how it ended. */
export const over = async (here: Scene, state = 'COMPLETED'): Promise<Message> =>
  only(await finished(here, here.channel, { state }));

/** The one thing there is. @throws Error when there are more, or none */
export function only<It>(all: readonly It[]): It {
  const [first, ...more] = all;
  if (first === undefined || more.length > 0) throw new Error(`there are ${all.length}`);
  return first;
}

/** What the bot told somebody directly, the oldest first. */
export const directly = ({ ada, slack }: Pick<Scene, 'slack' | 'ada'>): Message[] =>
  slack
    .messages()
    .filter(
      ({ channel, installation }) => channel.kind === 'im' && channel.members.has(ada.user) && installation,
    );
/** The files among it. */
export const filesSent = (here: Pick<Scene, 'slack' | 'ada'>) => directly(here).flatMap((it) => filesOf(it));

export async function jobOf({ ada, bed }: Scene) {
  const scope = ada.channel.workspace.id;
  const [job] = await bed.engine.jobs({ platform: 'slack', scope, requester: ada.user.id }, 1);
  return job;
}
/** The job is over and its person told. */
export const ended = (here: Scene): Promise<void> =>
  until(async () => (await jobOf(here))?.notified === true);
