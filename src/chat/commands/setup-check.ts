/** `check`: what is missing for the bot to work here, and how each of it is mended. For admins. */
import { Failure } from '../../core/domain/failure.ts';
import type { Policy } from '../../core/domain/policy.ts';
import type { Chat } from '../chat.ts';
import type { Style } from '../reply.ts';
import type { Found } from '../request.ts';
import type { Turn } from '../turn.ts';
import { words } from '../words.ts';

/** @throws Failure not-admin */
export async function checkSetup<F extends Found>(chat: Chat, turn: Turn<F>): Promise<void> {
  const { credits } = chat.requests;
  const person = await turn.person();
  if (!(await credits.isAdmin(person))) throw new Failure('not-admin');
  const problems = [
    ...(await chat.traits.problems(turn)),
    ...limitProblems(chat, await credits.policy(person)),
  ];
  await turn.reply({
    kind: 'lines',
    lines: (style) => (problems.length > 0 ? problems.map((it) => `• ${it(style)}`) : [words.allWell]),
  });
}

/** What is known without asking the platform anything. */
export function limitProblems(
  { traits: { typed } }: Pick<Chat, 'traits'>,
  { limits }: Policy,
): ((style: Style) => string)[] {
  const set = (style: Style, limit: string) => style.code(typed(`credits limits ${limit}`));
  return [
    ...(limits.budget !== null && limits.admin_channel === null
      ? [(style: Style) => words.noAdminChannel(set(style, 'admin_channel=#channel'))]
      : []),
    ...(limits.monthly === 0 ? [(style: Style) => words.noAllowance(set(style, 'monthly=50'))] : []),
  ];
}
