/** One kind of thing that people see, as both chats are sent it. */
import type { Easel } from './easel.ts';
import { type DiscordPayload, onDiscord } from './on-discord.ts';
import { onSlack, type SlackPayload } from './on-slack.ts';

export type Sample = {
  title: string;
  discord: () => Promise<DiscordPayload[]>;
  slack: () => Promise<SlackPayload[]>;
};
export type Section = { title: string; about: string; samples: Sample[] };

export const both = (
  title: string,
  draw: <Payload>(easel: Easel<Payload>) => Promise<Payload[]>,
): Sample => ({
  title,
  discord: () => draw(onDiscord),
  slack: () => draw(onSlack),
});

const none = async () => [];
/** What only one of them has. */
export const own = (title: string, its: Partial<Omit<Sample, 'title'>>): Sample => ({
  title,
  discord: none,
  slack: none,
  ...its,
});

/** As it is sent. */
export type Drawn = { title: string; discord: readonly DiscordPayload[]; slack: readonly SlackPayload[] };
export type DrawnSection = Omit<Section, 'samples'> & { samples: readonly Drawn[] };

/** @throws Error naming the sample that an adapter could not draw */
export const drawAll = (sections: readonly Section[]): Promise<DrawnSection[]> =>
  Promise.all(
    sections.map(async ({ samples, ...rest }) => ({
      ...rest,
      samples: await Promise.all(samples.map(draw)),
    })),
  );

async function draw({ title, discord, slack }: Sample): Promise<Drawn> {
  try {
    return { title, discord: await discord(), slack: await slack() };
  } catch (error) {
    throw new Error(`the sample “${title}” cannot be drawn`, { cause: error });
  }
}
