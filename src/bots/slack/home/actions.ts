/** What happens on the Home tab beside its jobs: it is opened, its buttons are pressed, its small forms are sent. */
import type { BlockAction, ViewSubmitAction } from '@slack/bolt';
import { within } from '../../../async/deadline.ts';
import { noticeOf } from '../../../chat/chat.ts';
import { changeCredits } from '../../../chat/commands/credits-changes.ts';
import { Refusal } from '../../../chat/reply.ts';
import { Failure } from '../../../core/domain/failure.ts';
import { replyPrivately } from '../cards/reply-privately.ts';
import { teamOf } from '../connection/team.ts';
import type { Bot, Handle, Reply, Team } from '../context.ts';
import { slackError } from '../errors.ts';
import { openForm } from '../form/open.ts';
import { directTo } from '../form/submit.ts';
import { parse, type TabButton, tabFormIn } from '../ids.ts';
import { personOf } from '../requests/people.ts';
import { type At, reply } from '../requests/reply.ts';
import { formWords } from '../words/form.ts';
import { setupWords as words } from '../words/setup.ts';
import { drawHome } from './draw.ts';
import { grantForm, readGrant } from './grant-form.ts';
import { limitsForm, readLimits } from './limits-form.ts';
import type { Sent } from './small-form.ts';

/** ms. Slack wants an answer to a form in 3 s. */
const whoMs = 2_000;

/** Draws the tab for somebody who has opened it. Never rejects. */
export async function showHome(bot: Bot, team: Team, user: string): Promise<void> {
  await drawHome(bot, team, user).catch((error: unknown) =>
    bot.log.warn({ team: team.id, error: slackError(error) }, 'a Home tab could not be drawn'),
  );
}

/** What is wrong is said as a direct message: a tab has no other place for it. */
export const handleTabButton: Handle<BlockAction> = async (bot, body, team) => {
  const [action] = body.actions;
  const pressed = action && parse(action.action_id);
  const { id: user } = body.user;
  const { trigger_id: triggerId } = body;
  if (pressed?.kind !== 'tab') return;
  if (pressed.button === 'new') return openForm(bot, { team, user, triggerId });
  try {
    await openSettings(bot, { team, user, triggerId }, pressed.button);
  } catch (error) {
    await replyPrivately(bot, directTo(team, user), user, noticeOf(bot.chat, error).text);
  }
};

async function openSettings(
  bot: Bot,
  { team, user, triggerId }: { team: Team; user: string; triggerId: string },
  which: Exclude<TabButton, 'new'>,
): Promise<void> {
  const { credits } = bot.requests;
  const person = await personOf(bot, { team, user });
  if (!(await credits.isAdmin(person))) throw new Failure('not-admin');
  const view = which === 'grant' ? grantForm() : limitsForm(which, (await credits.policy(person)).limits);
  const { post } = await bot.accessTo(team);
  await post.views.open({ trigger_id: triggerId, view }).catch((error: unknown) => {
    // It lives three seconds.
    throw slackError(error).endsWith('trigger_id') ? new Refusal(formWords.tooLate) : error;
  });
}

/**
 * Reads a small form and does what it says. Redis answers in milliseconds and the person is known from the press that
 * opened it, so all of it is done before the acknowledgement, and every error stands at its field.
 * @returns sentences by block id; undefined: it is done.
 */
export async function handleHomeSubmit(
  bot: Bot,
  body: ViewSubmitAction,
): Promise<Record<string, string> | undefined> {
  const team = teamOf(body);
  const { id: user } = body.user;
  const { id, callback_id, state, private_metadata: metadata } = body.view;
  const sent: Sent = { values: state.values, metadata };
  const which = tabFormIn(callback_id);
  const [first = ''] = Object.keys(state.values);
  if (which === undefined) return { [first]: formWords.formGone };
  const read = which === 'grant' ? readGrant(sent) : readLimits(sent);
  if ('errors' in read) return read.errors;
  try {
    const person = await within(whoMs, personOf(bot, { team, user })).catch(() => {
      throw new Refusal(words.unknownWho);
    });
    const changes =
      'give' in read
        ? ({ deed: read.give, ...read.it } as const)
        : ({ deed: 'set', changes: read.changes } as const);
    if (changes.deed === 'set' && Object.keys(changes.changes).length === 0) return undefined;
    // Sent twice, it is one grant.
    const key = `view:${id}`;
    const done = await changeCredits(bot.chat, person, changes, key);
    bot.background(answer(bot, { conversation: directTo(team, user), user, key }, done));
  } catch (error) {
    return { [fieldOf(error) ?? first]: noticeOf(bot.chat, error).text };
  }
  return undefined;
}

/** The form is closed by then, and its tab has no place for it. */
async function answer(bot: Bot, at: At, done: Reply): Promise<void> {
  if (await bot.chat.once(`told:${at.key}`)) await reply(bot, at, done);
}

/** Where a refusal of core's belongs. */
const fieldOf = (error: unknown): string | undefined =>
  error instanceof Failure && ['revoke-too-much', 'request-changed'].includes(error.code)
    ? 'give:amount'
    : undefined;
