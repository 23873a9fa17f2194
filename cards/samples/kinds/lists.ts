/** Lists of jobs, and one job in full. */

import { jobCommand } from '../../../src/chat/commands/jobs.ts';
import { minute, now } from '../people.ts';
import type { Part } from '../record.ts';
import { both, type Section } from '../sample.ts';
import type { Work } from '../stage.ts';
import { factsOf } from './failing.ts';
import { clarity, smooth } from './running.ts';

const jobs: readonly Part[] = [
  { ...clarity, by: 'ann', id: 'k7f3mq2', state: 'polling', phase: 'processing', processingAt: now - 90_000 },
  { ...smooth, by: 'ann', id: 'w9d4c1z', state: 'queued', createdAt: now - 2 * minute },
  {
    id: 'h1x5t7b',
    of: 'forest',
    state: 'failed',
    hold: 'released',
    charged: 0,
    createdAt: now - 10 * minute,
    failure: { code: 'file-damaged', facts: factsOf('file-damaged') },
  },
  { id: 'r2n6p0s', state: 'done', settings: { scale: 4 }, createdAt: now - 30 * minute },
  { model: 'svd', id: 'b8m3v5y', of: 'forest', state: 'done', createdAt: now - 90 * minute },
  {
    id: 'c4g7j2u',
    state: 'cancelled',
    hold: 'released',
    charged: 0,
    createdAt: now - 120 * minute,
    failure: { code: 'cancelled', facts: { submitted: false } },
  },
];
const showing =
  (id: string): Work =>
  (chat, turn) =>
    jobCommand(chat, turn, 'show', id);

export const lists: Section = {
  title: 'Lists of jobs',
  about: 'one line a job: what, of which picture, how it ended',
  samples: [
    both('Mine', (easel) => easel.said('jobs', { jobs })),
    both('Mine, of the lab', (easel) => easel.said('jobs', { jobs: jobs.slice(3), lab: true })),
    both('None yet', (easel) => easel.said('jobs')),
    both('One that is done', (easel) => easel.answer(showing('r2n6p0s'), { jobs })),
    both('One that is running', (easel) => easel.answer(showing('k7f3mq2'), { jobs })),
    both('All that is known of one, for admins', (easel) =>
      easel.answer(showing('h1x5t7b'), { jobs, admin: true }),
    ),
    both('All that are not over, for admins', (easel) =>
      easel.said('jobs show', { jobs: jobs.slice(0, 2), admin: true }),
    ),
  ],
};
