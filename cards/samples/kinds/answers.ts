/** Help and credits: what is answered to words. */
import { models } from '../../../src/models/index.ts';
import { settled } from '../books.ts';
import type { Easel } from '../easel.ts';
import { both, type Section } from '../sample.ts';

type Asking = Pick<Easel<unknown>, 'names'>;
const admin = { admin: true, policy: settled } as const;
/** A person as a chat has them typed. */
const ben = ({ names: { people } }: Asking) => `<@${people.ben}>`;

export const help: Section = {
  title: 'Help',
  about: 'what there is, what it costs, how to begin',
  samples: [
    both('Help', (easel) => easel.said('help')),
    both('Help, for admins', (easel) => easel.said('help', { admin: true })),
    ...models.map(({ command }) => both(`Help: ${command}`, (easel) => easel.said(`help ${command}`))),
  ],
};

export const credits: Section = {
  title: 'Credits, limits, usage',
  about: 'what one has, what is set, what was used',
  samples: [
    both('My credits', (easel) => easel.said('credits')),
    both('Somebody’s, for admins', (easel) => easel.said(`credits ${ben(easel)}`, admin)),
    both('Granted', (easel) => easel.said(`credits grant ${ben(easel)} 50 for the exhibition`, admin)),
    both('Limits', (easel) => easel.said('credits limits', admin)),
    both('A limit was set', (easel) => easel.said('credits limits monthly=500', admin)),
    both('A model was switched off', (easel) => easel.said('credits deny svd', admin)),
    both('Somebody was blocked', (easel) => easel.said(`credits block ${ben(easel)} 2h too quick`, admin)),
    both('What admins did', (easel) => easel.said('credits audit', admin)),
    both('Usage', (easel) => easel.said('usage 7', admin)),
    both('Usage where nothing was used', (easel) => easel.said('usage 7', { ...admin, empty: true })),
  ],
};
