/** Who and what the samples are about, by the ids that the two chats give them. */

/** ms since 1970. The same in every run, so that a page changes only where a card does. */
export const now = Date.UTC(2026, 10, 27, 9, 20, 0);
export const minute = 60_000;
export const day = 86_400_000;

export type Names = {
  scope: string;
  people: Record<'ann' | 'ben' | 'cleo', string>;
  channel: string;
  otherChannel: string;
  group: string;
  bot: string;
};

export const discordNames: Names = {
  scope: '200000000000000001',
  people: { ann: '300000000000000001', ben: '300000000000000002', cleo: '300000000000000003' },
  channel: '400000000000000001',
  otherChannel: '400000000000000002',
  group: '500000000000000001',
  bot: '600000000000000001',
};
export const slackNames: Names = {
  scope: 'T0DARKROOM',
  people: { ann: 'U0ANNANN', ben: 'U0BENBEN', cleo: 'U0CLEOCL' },
  channel: 'C0PICTURES',
  otherChannel: 'C0ADMINS',
  group: 'S0EDITORS',
  bot: 'U0DARKROOM',
};

const said = ({ people, channel, otherChannel, group, bot }: Names): [string, string][] => [
  [people.ann, 'ann'],
  [people.ben, 'ben'],
  [people.cleo, 'cleo'],
  [channel, 'pictures'],
  [otherChannel, 'admins'],
  [group, 'editors'],
  [bot, 'Darkroom'],
];
const known = new Map([...said(discordNames), ...said(slackNames)]);
/** As the chats show it; the id itself where it is none of ours. */
export const nameOf = (id: string): string => known.get(id) ?? id;
