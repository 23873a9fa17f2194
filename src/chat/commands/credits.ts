/** `credits`: one's own account, and what admins do. The answer is for the one who asks alone. */
import type { Statement } from '../../core/credits/statements.ts';
import { auditLines } from '../../core/credits/words/audit.ts';
import { limitLines } from '../../core/credits/words/limits.ts';
import { creditsOf, statementLines } from '../../core/credits/words/statement.ts';
import { byModelLines, usageLines } from '../../core/credits/words/usage.ts';
import type { Policy } from '../../core/domain/policy.ts';
import type { Chat } from '../chat.ts';
import type { Reply, Style } from '../reply.ts';
import { Refusal } from '../reply.ts';
import type { Found } from '../request.ts';
import type { Turn } from '../turn.ts';
import { type CreditsChange, changeCredits } from './credits-changes.ts';
import { commandWords } from './words.ts';

/** How much of what admins did is shown. */
const auditCount = 20;
export const usualDays = 30;
/** A quarter; the ledger keeps a year and a month. */
export const mostDays = 92;
/** So many rows fit into one message. */
const mostRows = 25;

/** What is asked for, with people, channels and groups by their ids, and amounts as typed. */
export type CreditsDeed =
  | CreditsChange
  /** @param of somebody else, for admins. */
  | { deed: 'show'; of?: string | undefined }
  | { deed: 'limits' }
  | { deed: 'audit' }
  | { deed: 'usage'; days: number };

/** Does it and answers. @throws Failure or Refusal with one sentence; then nothing was done */
export async function creditsCommand<F extends Found>(
  chat: Chat,
  turn: Turn<F>,
  it: CreditsDeed,
): Promise<void> {
  const { credits } = chat.requests;
  const me = await turn.person();

  switch (it.deed) {
    case 'show':
      return turn.reply(
        statementReply(await credits.statement(me, it.of), it.of ?? me.requester, me.requester),
      );
    case 'limits':
      return turn.reply(policyReply(chat, await credits.policy(me)));
    case 'audit': {
      const lines = await credits.audit(me, auditCount);
      const title = (style: Style) =>
        lines.length > 0 ? [commandWords.audit(style.moment === undefined)] : [];
      return turn.reply({
        kind: 'lines',
        lines: (style) => [...title(style), ...auditLines(lines, style)],
      });
    }
    case 'usage':
      return usageOf(chat, turn, it.days);
    default:
      return turn.reply(await changeCredits(chat, me, it, turn.key));
  }
}

const statementReply = (it: Statement, of: string, reader: string): Reply<never> => ({
  kind: 'lines',
  lines: (style) => [
    ...(of === reader ? [] : [creditsOf(style.person?.(of) ?? of)]),
    ...statementLines(it, style),
  ],
});

const policyReply = ({ clock }: Pick<Chat, 'clock'>, policy: Policy): Reply<never> => ({
  kind: 'lines',
  lines: (style) => limitLines(policy, style, clock()),
});

async function usageOf<F extends Found>(chat: Chat, turn: Turn<F>, days: number): Promise<void> {
  if (!(Number.isInteger(days) && days >= 1 && days <= mostDays))
    throw new Refusal(commandWords.daysWrong(String(days), mostDays));
  const usage = await chat.requests.credits.usage(await turn.person(), days);
  const ids = [...new Set(usage.rows.slice(0, mostRows).map(({ person }) => person))];
  const people = await chat.traits.namesOf(turn, ids);
  const [about = '', ...table] = usageLines(usage, (id) => people.get(id) ?? id, mostRows);
  await turn.reply({
    kind: 'lines',
    lines: () => [about, ...byModelLines(usage)],
    ...(table.length > 0 && { table }),
    picture: {
      png: () => usage.picture(),
      alt: usage.alt,
      fileName: 'usage.png',
      comment: commandWords.usageComment,
    },
  });
}
