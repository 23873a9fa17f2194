/** What whoever runs a place sees: what is missing, Slack's Home tab, and what admins are told. */
import { homeBlocks } from '../../../src/bots/slack/home/blocks.ts';
import { askWords } from '../../../src/chat/acts/words.ts';
import { notices } from '../../../src/core/words/notices.ts';
import { forgetful, settled } from '../books.ts';
import { house } from '../on-slack.ts';
import { minute, now } from '../people.ts';
import { both, own, type Section } from '../sample.ts';
import { accessWith, appWith } from '../slack-app.ts';
import { type Options, stageIn } from '../stage.ts';
import { factsOf } from './failing.ts';
import { clarity } from './running.ts';

const spent = { spent: 401_200, budget: 500_000 };
const refill = Date.UTC(2026, 11, 1);

async function home(options: Options) {
  const { chat, person } = stageIn(house, options);
  const access = accessWith([], options);
  const blocks = await homeBlocks(appWith(access, chat), access, person, true);
  return [{ kind: 'home', view: { type: 'home', blocks } } as const];
}
const jobs = [
  { ...clarity, by: 'ann', state: 'polling', phase: 'processing', processingAt: now - 90_000 },
  { id: 'r2n6p0s', state: 'done', settings: { scale: 4 }, createdAt: now - 30 * minute },
] as const;

export const setUp: Section = {
  title: 'For whoever runs the place',
  about: 'what is missing, what was spent, the Home tab',
  samples: [
    both('Check: all is well', (easel) => easel.said('check', { admin: true, policy: settled })),
    both('Check: the lab stands in', (easel) =>
      easel.said('check', { admin: true, policy: settled, lab: true }),
    ),
    both('Check: something is missing', (easel) =>
      easel.said('check', { admin: true, policy: forgetful, broken: true }),
    ),
    both('The budget comes to its end', (easel) => easel.notice(notices.warned(spent, refill))),
    both('The budget is used up', (easel) => easel.notice(notices.stopped(spent, refill))),
    both('Somebody asks for credits', (easel) =>
      easel.notice({
        lines: ({ person }) =>
          askWords.asksFor({
            who: person?.(easel.names.people.ben) ?? '',
            what: 'Larger, with new detail ×4',
            code: 'credits-short',
            facts: factsOf('credits-short'),
            typed: (command) => `/${command}`,
          }),
        actions: [
          {
            act: 'grant',
            id: easel.names.people.ben,
            argument: `${easel.names.scope}.124900.draft1`,
            label: askWords.grant(124_900),
          },
        ],
      }),
    ),
    own('The Home tab of a new person', { slack: () => home({ empty: true }) }),
    own('The Home tab of an admin', {
      slack: () => home({ admin: true, policy: forgetful, broken: true, jobs }),
    }),
  ],
};
