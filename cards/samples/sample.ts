/** One kind of thing that people see, as both chats are sent it. */
import type { Charts, Easel } from './easel.ts';
import { type DiscordPayload, onDiscord } from './on-discord.ts';
import { onSlack, type SlackPayload } from './on-slack.ts';

export type Sample = {
  title: string;
  discord: (charts: Charts) => Promise<DiscordPayload[]>;
  slack: (charts: Charts) => Promise<SlackPayload[]>;
};
export type Section = { title: string; about: string; samples: Sample[] };

export const both = (
  title: string,
  draw: <Payload>(easel: Easel<Payload>) => Promise<Payload[]>,
): Sample => ({
  title,
  discord: (charts) => draw(onDiscord(charts)),
  slack: (charts) => draw(onSlack(charts)),
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
export const drawAll = (sections: readonly Section[], charts: Charts): Promise<DrawnSection[]> =>
  Promise.all(
    sections.map(async ({ samples, ...rest }) => ({
      ...rest,
      samples: await Promise.all(samples.map((it) => draw(it, charts))),
    })),
  );

async function draw({ title, discord, slack }: Sample, charts: Charts): Promise<Drawn> {
  try {
    return { title, discord: await discord(charts), slack: await slack(charts) };
  } catch (error) {
    throw new Error(`the sample “${title}” cannot be drawn`, { cause: error });
  }
}
