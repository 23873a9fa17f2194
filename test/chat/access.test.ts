/** Who may do what with a job: every cell of the table. */
import { describe, expect, it } from 'vitest';
import { type Asker, type Deed, type Subject, type Verdict, verdictOn } from '../../src/chat/access.ts';

const job: Subject = {
  platform: 'chat',
  scope: 'home',
  requester: 'ann',
  conversation: 'here',
  confined: false,
  author: 'bob',
  removed: false,
};
const ann: Asker = {
  platform: 'chat',
  scope: 'home',
  requester: 'ann',
  conversation: 'here',
  moderates: false,
  sameIdEverywhere: false,
};
const askers = {
  'the requester': ann,
  'the requester, elsewhere in the scope': { ...ann, conversation: 'there' },
  'the author of the source': { ...ann, requester: 'bob' },
  'the author of the source, elsewhere': { ...ann, requester: 'bob', conversation: 'there' },
  'somebody in the conversation': { ...ann, requester: 'eve' },
  'somebody elsewhere': { ...ann, requester: 'eve', conversation: 'there' },
  'its moderator': { ...ann, requester: 'mod', moderates: true },
  'a moderator of another conversation': { ...ann, requester: 'mod', moderates: true, conversation: 'there' },
  'the same name in another scope': { ...ann, scope: 'another' },
  'the same person in another scope': { ...ann, scope: 'another', sameIdEverywhere: true },
  'a moderator of another scope': { ...ann, requester: 'mod', moderates: true, scope: 'another' },
  'the same name on another platform': { ...ann, platform: 'other', sameIdEverywhere: true },
} satisfies Record<string, Asker>;

const deeds: readonly Deed[] = ['see', 'reuse', 'cancel', 'resend', 'remove'];
const yes = 'yes, yes, yes, yes, yes';
const nothing = 'unknown, unknown, unknown, unknown, unknown';

/** In the order of the deeds: of a job, of one whose result was removed, and of one that stays where it was made. */
const table: Record<keyof typeof askers, [plain: string, removed: string, confined: string]> = {
  'the requester': [yes, yes, yes],
  'the requester, elsewhere in the scope': [yes, yes, 'yes, stays, yes, yes, yes'],
  'the author of the source': [
    'unknown, yes, admins, admins, yes',
    'unknown, unknown, admins, admins, yes',
    'unknown, yes, admins, admins, yes',
  ],
  'the author of the source, elsewhere': [
    'unknown, stays, admins, admins, yes',
    'unknown, unknown, admins, admins, yes',
    'unknown, stays, admins, admins, yes',
  ],
  'somebody in the conversation': [
    'unknown, yes, admins, admins, admins',
    'unknown, unknown, admins, admins, admins',
    'unknown, yes, admins, admins, admins',
  ],
  'somebody elsewhere': [
    'unknown, stays, admins, admins, admins',
    'unknown, unknown, admins, admins, admins',
    'unknown, stays, admins, admins, admins',
  ],
  'its moderator': [
    'unknown, yes, yes, admins, yes',
    'unknown, unknown, yes, admins, yes',
    'unknown, yes, yes, admins, yes',
  ],
  'a moderator of another conversation': [
    'unknown, stays, admins, admins, admins',
    'unknown, unknown, admins, admins, admins',
    'unknown, stays, admins, admins, admins',
  ],
  'the same name in another scope': [nothing, nothing, nothing],
  'the same person in another scope': [yes, yes, yes],
  'a moderator of another scope': [nothing, nothing, nothing],
  'the same name on another platform': [nothing, nothing, nothing],
};

describe('who may', () => {
  it.each(Object.entries(askers))('%s', (name, asker) => {
    const of = (subject: Subject) => deeds.map((deed): Verdict => verdictOn(deed, asker, subject)).join(', ');
    const found = [of(job), of({ ...job, removed: true }), of({ ...job, confined: true })];
    // The names are the table's own.
    expect(found).toEqual(table[name as keyof typeof table]);
  });
});
