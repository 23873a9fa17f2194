/** The message that brings a result, and the cards that say where it is. */
import { readAddress } from '../../../src/bots/discord/address.ts';
import { cardWithResult } from '../../../src/bots/discord/cards/result.ts';
import { readAddress as readSlackAddress } from '../../../src/bots/slack/address.ts';
import { cardOf, openingOf } from '../../../src/bots/slack/cards/card.ts';
import type { Act } from '../../../src/chat/action.ts';
import { pressed } from '../../../src/chat/job-actions.ts';
import { moved } from '../../../src/core/media/moving/words.ts';
import { models } from '../../../src/models/index.ts';
import { house as discord } from '../discord-place.ts';
import { moving } from '../media.ts';
import { messages } from '../on-discord.ts';
import { house as slack } from '../on-slack.ts';
import { minute, now } from '../people.ts';
import { both, own, type Section } from '../sample.ts';
import { stageIn } from '../stage.ts';

const done = { state: 'done', settings: { scale: 4 } } as const;

const odd = {
  differences: [{ kind: 'turned' as const }, { kind: 'blank' as const }],
  charged: 0,
};

const smoother = {
  state: 'done',
  model: 'video-frame-interpolation',
  of: 'clip',
  sourceFile: { ...moving, width: 640, height: 360 },
} as const;
const asGif = moved({
  from: { type: 'video/mp4', bytes: 2_100_000, width: 640, height: 360, fps: 60, audio: false },
  to: { type: 'image/gif', bytes: 9_600_000, width: 520, height: 293, fps: 50 },
});

const versioned = {
  number: 'v2.1',
  from: 'v2',
  did: 'Larger ×4',
  votes: 3,
  picked: false,
  several: true,
  folded: false,
};

/** The largest of them, made to fit. */
const change =
  'The file was made smaller to fit: 1440 × 960 as JPEG at quality 80, 7.9 MB instead of 31.2 MB.';

const pressing = (title: string, act: Act) =>
  both(title, (easel) =>
    easel.answer((chat, turn) => pressed(chat, turn, { act, id: 'k7f3mq2' }), { jobs: [done] }),
  );

export const results: Section = {
  title: 'Results',
  about: 'the file, of what it is, and what can be done with it next',
  samples: [
    ...models.map(({ name, takes, command }) =>
      both(`Result: ${command}`, (easel) =>
        easel.result({ model: name, of: takes === 'video' ? 'clip' : 'skyline', state: 'done' }),
      ),
    ),
    both('Not as it was expected, and of a source that moves', (easel) =>
      easel.result({ ...done, ...odd, sourceFile: moving }),
    ),
    both('Of a picture that moves, offered as it came', (easel) => easel.result(smoother)),
    both('The same as a GIF', (easel) => easel.result(smoother, { change: asGif })),
    both('One of several versions, with three votes', (easel) => easel.result({ ...done, versioned })),
    both('A copy that fits', (easel) => easel.result(done, { change })),
    both('No copy fits', (easel) => easel.result(done, { missing: true })),
    both('Of the lab', (easel) => easel.result(done, { lab: true })),
    pressing('More… was pressed', 'more'),
    pressing('Remove… was pressed', 'remove'),
    own('In the card itself, where there can be no other message', {
      async discord() {
        const { job, view } = await stageIn(discord).view(done);
        const address = readAddress(job.address);
        return messages([cardWithResult(view, address, { fileName: 'lake-4x.jpg' }, { now })]);
      },
    }),
    own('A card that stands still until Refresh is pressed', {
      async discord() {
        const { job, view } = await stageIn(discord).view({
          state: 'polling',
          phase: 'processing',
          processingAt: now - 900,
        });
        const token = { value: 'token', until: now + minute, message: '@original', limit: 10_000_000 };
        const address = { ...readAddress(job.address), member: false, token };
        const { cardOf: card } = await import('../../../src/bots/discord/cards/card.ts');
        return messages([card(view, address, { now })]);
      },
    }),
    own('The card before there is a job, and as it is posted first', {
      async slack() {
        const { job, view } = await stageIn(slack).view(done);
        const { view: fresh } = await stageIn(slack).view({});
        const { result: _, ...address } = readSlackAddress(job.address);
        return [openingOf(view.title), cardOf(fresh, address, { first: true })].map((body) => ({
          kind: 'message',
          body,
          hidden: false,
        }));
      },
    }),
  ],
};
