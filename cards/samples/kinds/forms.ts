/** The forms of all models, and those of a workspace's set-up. */
import { beginning } from '../../../src/bots/slack/form/state.ts';
import { viewFor } from '../../../src/bots/slack/form/view.ts';
import { grantForm } from '../../../src/bots/slack/home/grant-form.ts';
import { limitsForm } from '../../../src/bots/slack/home/limits-form.ts';
import type { StoredDraft } from '../../../src/bots/slack/requests/draft.ts';
import { models } from '../../../src/models/index.ts';
import { settled } from '../books.ts';
import { house } from '../on-slack.ts';
import { slackNames } from '../people.ts';
import { both, own, type Sample, type Section } from '../sample.ts';
import { conversation, team } from '../slack-app.ts';
import { stageIn } from '../stage.ts';

const filled = (title: string, draft: StoredDraft): Sample =>
  own(title, {
    slack: async () => [{ kind: 'modal', view: viewFor(stageIn(house).chat, beginning(draft, team)) }],
  });
const kept = { kept: { job: 'k7f3mq2', file: 'result' }, takes: 'image' } as const;
const { limits } = settled(slackNames);

export const forms: Section = {
  title: 'Forms',
  about: 'a model’s settings with what is set already, and the price',
  samples: [
    ...models.map(({ name, takes, command }) =>
      both(`Form: ${command}`, (easel) => easel.form(name, [takes === 'video' ? 'clip' : 'lake'])),
    ),
    both('Of three pictures, with another scale', (easel) =>
      easel.form('esrgan', ['lake', 'skyline', 'forest'], { scale: 8 }),
    ),
    both('With what cannot be', (easel) => easel.form('svd', ['forest'], { motion: 900 })),
    filled('Without a file and a place', { settings: {}, media: [] }),
    filled('Of the result of an earlier job', { settings: {}, media: [], conversation, ...kept }),
    own('Limits of the workspace', {
      slack: async () => [{ kind: 'modal', view: limitsForm('limits', limits) }],
    }),
    own('Its budget', { slack: async () => [{ kind: 'modal', view: limitsForm('budget', limits) }] }),
    own('Granting credits', { slack: async () => [{ kind: 'modal', view: grantForm() }] }),
  ],
};
