/** The card of a job that is over. */

import { readAddress } from '../../../src/bots/discord/address.ts';
import type { FailureCode } from '../../../src/core/words/failures/failures.ts';
import { jobFailures } from '../../../src/core/words/failures/job.ts';
import { providerFailures } from '../../../src/core/words/failures/provider.ts';
import { sourceFailures } from '../../../src/core/words/failures/source.ts';
import { models } from '../../../src/models/index.ts';
import { house } from '../discord-place.ts';
import { madeOf, media } from '../media.ts';
import { sentFor } from '../on-discord.ts';
import { now } from '../people.ts';
import type { Part } from '../record.ts';
import { both, own, type Sample, type Section } from '../sample.ts';
import { stageIn } from '../stage.ts';
import { codesOf, factsOf } from './failing.ts';
import { clarity } from './running.ts';

const released = { hold: 'released', charged: 0, completedAt: now - 5_000 } satisfies Part;
const card = (title: string, part: Part) => both(title, (easel) => easel.card(part));
const failed = (title: string, code: FailureCode, part: Part = {}): Sample =>
  card(title, { ...released, state: 'failed', failure: { code, facts: factsOf(code) }, ...part });

/** The source each of them would have. */
const sourceOf = { image: 'lake', video: 'clip' } as const;

const undelivered = {
  hold: 'settled',
  charged: 500,
  result: madeOf('esrgan', { scale: 4 }, media.lake),
} satisfies Part;

export const ended: Section = {
  title: 'How it ended',
  about: 'a finished card is quiet; a failure says what became of the money and what to do',
  samples: [
    ...models.map(({ name, takes, command }) =>
      card(`Done: ${command}`, { model: name, of: sourceOf[takes], state: 'done' }),
    ),
    both('Done, but posted to the person directly', (easel) =>
      easel.card({ state: 'done' }, { where: 'direct' }),
    ),
    card('Done, and taken away', { state: 'done', removed: true }),
    failed('Its result could not be posted', 'cannot-deliver', undelivered),
    card('Cancelled for free', {
      state: 'cancelled',
      ...released,
      failure: { code: 'cancelled', facts: { submitted: false } },
    }),
    card('Cancelled, and paid for', {
      ...clarity,
      state: 'cancelled',
      hold: 'settled',
      charged: 168_400,
      failure: { code: 'cancelled', facts: { submitted: true } },
    }),
    card('Expired', { ...clarity, ...released, state: 'expired' }),
    card('Lost', { ...released, state: 'lost' }),
    card('Uncertain, still reserved', { ...clarity, state: 'uncertain' }),
    own('The card was deleted: how it ended is a message', {
      async discord() {
        const { job, view } = await stageIn(house).view({ ...released, state: 'lost' });
        return sentFor(readAddress(job.address), view, { gone: { add: () => true, has: () => true } });
      },
    }),
  ],
};

/** Cards: what is found out once a job is made. */
export const failing: Section = {
  title: 'What can go wrong with a job',
  about: 'each cause, on the card of the job that it ended',
  samples: [
    ...codesOf({ ...sourceFailures, ...providerFailures }),
    ...codesOf(jobFailures).filter((code) => ['storage', 'file-gone', 'crashed'].includes(code)),
  ].map((code) => failed(code, code)),
};
