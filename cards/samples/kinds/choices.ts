/** What is asked on the way to a job. */
import { correctBody, stepBody } from '../../../src/bots/discord/cards/choice.ts';
import { tookBody } from '../../../src/bots/discord/form/took.ts';
import { cancelJob } from '../../../src/chat/acts/cancel.ts';
import { findModel } from '../../../src/models/index.ts';
import { house, listening } from '../discord-place.ts';
import type { MediaName } from '../media.ts';
import { messages } from '../on-discord.ts';
import { discordNames as names, now } from '../people.ts';
import { both, own, type Sample, type Section } from '../sample.ts';
import { clarity } from './running.ts';

const three = ['lake', 'skyline', 'forest'] as const;
const said = (title: string, text: string, media: readonly MediaName[]) =>
  both(title, (easel) => easel.said(text, { media }));
const onDiscord = (title: string, draw: () => ReturnType<Sample['discord']>) => own(title, { discord: draw });

const model = findModel('svd');
if (!model) throw new Error('there is no model svd');
const settings = { frames: 25, motion: 40 };
const id = 'form1';

export const choices: Section = {
  title: 'Questions on the way',
  about: 'which picture, what to do with it, what it still costs',
  samples: [
    said('A picture and nothing said', '', ['lake']),
    said('A video and nothing said', '', ['clip']),
    said('Which of three pictures', 'upscale x4', three),
    said('Which of pictures and videos', '', [...three, 'clip']),
    said('A model that takes the other kind', 'smooth', ['lake']),
    said('Nothing to work on', 'upscale', []),
    said('A word that is nearly a command', 'hlep', []),
    said('A greeting', 'hello', []),
    said('In people’s own words', 'can you make this nicer?', ['lake']),
    said('A setting that cannot be', 'upscale x3', ['lake']),
    both('What cancelling still costs', (easel) =>
      easel.answer((chat, turn) => cancelJob(chat, turn, { id: 'k7f3mq2' }), {
        jobs: [{ ...clarity, by: 'ann', state: 'polling', phase: 'processing', processingAt: now - 90_000 }],
      }),
    ),
    onDiscord('The newest picture of the channel was taken', async () =>
      messages([tookBody(listening([]), id, house.found('lake'), { guild: names.scope })], true),
    ),
    onDiscord('Between two forms', async () => messages([stepBody(id, model, settings, 1)], true)),
    onDiscord('A form that cannot be as it is', async () => {
      const prepared = model.prepare({ motion: 900, frames: 3 });
      const problems = prepared.ok ? [] : prepared.problems;
      return messages([correctBody(id, problems, 0)], true);
    }),
  ],
};
