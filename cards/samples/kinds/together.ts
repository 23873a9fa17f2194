/** What several pay for together, and what the pot is asked for: where all see it. */
import { ruleWords } from '../../../src/chat/channel-rules/words.ts';
import { actionsOf, linesOf } from '../../../src/chat/pot/card.ts';
import { votingWords } from '../../../src/chat/versions/words.ts';
import type { Purchase } from '../../../src/core/domain/pots/purchase.ts';
import type { Easel } from '../easel.ts';
import { now } from '../people.ts';
import { both, type Section } from '../sample.ts';
import { standIn } from '../stand-in.ts';

type Part = Partial<Omit<Purchase, 'pledges' | 'approvals'>> & {
  gave?: Partial<Record<'ann' | 'ben' | 'cleo', number>>;
  agreed?: readonly ('ann' | 'cleo')[];
};

const day = 86_400_000;

const shown = (title: string, { gave = {}, agreed = [], ...part }: Part) =>
  both(title, <Payload>({ names: { people }, notice }: Easel<Payload>) => {
    const pledges = Object.entries(gave).map(([name, amount]) => ({
      // Only these three are named above.
      person: people[name as keyof typeof people],
      amount,
    }));
    const requester = people.ben;
    const source = {
      kind: 'stored' as const,
      name: 'x.mp4',
      fileName: 'flip.mp4',
      type: 'video/mp4',
      bytes: 1,
    };
    const it: Purchase = {
      id: 'q1w2e3r',
      kind: 'chip',
      quote: 'q1w2e3r',
      price: 200_000,
      until: now + day - 3 * 3_600_000,
      needed: 0,
      command: standIn<Purchase['command']>({ requester, source }),
      choice: { model: 'flashvsr', settings: {}, price: 200_000 },
      title: 'Larger video ×4',
      wait: '7 min',
      turn: null,
      state: 'open',
      pledges,
      pledged: pledges.reduce((sum, { amount }) => sum + amount, 0),
      approvals: agreed.map((name) => people[name]),
      job: undefined,
      why: undefined,
      back: undefined,
      place: undefined,
      version: 1,
      shown: 1,
      ...part,
    };
    return notice({ lines: (style) => linesOf(it, style), actions: actionsOf(it) });
  });

const three = { ben: 100_000, ann: 33_500, cleo: 10_000 };
const full = { ben: 100_000, ann: 33_500, cleo: 66_500 };
const pot = { kind: 'pot', price: 18_000, needed: 2 } as const;

export const together: Section = {
  title: 'Paid together',
  about: 'seen by all; edited as people give or agree, and quiet when it is over',
  samples: [
    shown('Nobody has given anything', {}),
    shown('Three have given', { gave: three }),
    shown('It runs', { gave: full, state: 'made' }),
    shown('It ran for less', { gave: full, state: 'over', job: 'k7f3qrs', back: 59_600 }),
    shown('A day has passed', { gave: three, state: 'over', why: 'lapsed', back: 143_500 }),
    shown('It could not run', {
      gave: full,
      state: 'over',
      why: { code: 'price-changed', facts: { price: 210_000 } },
      back: 200_000,
    }),
    shown('The pot is asked', { ...pot, agreed: ['ann'] }),
    shown('The pot pays', { ...pot, agreed: ['ann', 'cleo'], state: 'over', job: 'k7f3qrs' }),
    both('A version is picked', ({ notice, names: { people } }) =>
      notice({
        lines: ({ person = (id) => id }) => [
          votingWords.announced({
            number: 'v2.1',
            name: 'lake.jpg',
            by: person(people.ann),
            did: 'Larger ×4',
            votes: 3,
          }),
        ],
        actions: [
          { act: 'fold', id: 'k7f3mq2', label: votingWords.foldOthers },
          { act: 'versions', id: 'k7f3mq2', label: votingWords.versions },
        ],
      }),
    ),
    both('A new picture is offered something', ({ notice }) => {
      const label = ruleWords.press('Larger ×4', 1, { price: 9_000, asks: false });
      const lines = () => [ruleWords.offered('crisp')];
      return notice({ lines, actions: [{ act: 'offer', id: 'k7f3mq2', label }] });
    }),
    shown('The pot is not to pay', { ...pot, state: 'over', why: 'declined' }),
  ],
};
