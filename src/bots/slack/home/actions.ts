/** What happens on the Home tab: it is opened, its buttons are pressed, its small forms are sent. */
import type { BlockAction, ViewSubmitAction } from '@slack/bolt';
import { within } from '../../../async/deadline.ts';
import type { Person } from '../../../core/domain/command.ts';
import { Failure } from '../../../core/domain/failure.ts';
import { findModel } from '../../../models/index.ts';
import { readAddress } from '../address.ts';
import { tell } from '../cards/reply-privately.ts';
import { jobOf } from '../commands/jobs.ts';
import { teamOf } from '../connection/team.ts';
import { type Bot, type Handle, Refused, type Team } from '../context.ts';
import { slackError } from '../errors.ts';
import { openForm } from '../form/open.ts';
import { personOf } from '../requests/people.ts';
import { formWords } from '../words/form.ts';
import { words as frame, sentenceFor } from '../words/request.ts';
import { setupWords as words } from '../words/setup.ts';
import { drawHome, homeChanged } from './draw.ts';
import { grantForm, readGrant } from './grant-form.ts';
import { limitsForm, readLimits } from './limits-form.ts';
import type { Sent } from './small-form.ts';

/** The action ids that `handleHomeAction` wants, and the callback ids of the forms that `handleHomeSubmit` reads. */
export const homeActions = /^v1:home:/;
export const homeCallback = /^v1:home:/;

/** ms. Slack wants an answer to a form in 3 s. */
const whoMs = 2_000;

/** Draws the tab for somebody who has opened it. Never rejects. */
export async function showHome(bot: Bot, team: Team, user: string): Promise<void> {
  await drawHome(bot, team, user).catch((error: unknown) =>
    bot.log.warn({ team: team.id, error: slackError(error) }, 'a Home tab could not be drawn'),
  );
}

type Press = {
  bot: Bot;
  team: Team;
  person: Person;
  triggerId: string;
  /** A job's id, for most. */
  value: string;
  argument: string | undefined;
};

/** By the action of `v1:home:<action>[:<argument>]`. A job that is run anew gets its place in a form. */
const actions: Readonly<Record<string, (press: Press) => Promise<void>>> = {
  new: ({ bot, team, person, triggerId }) => openForm(bot, { team, user: person.requester, triggerId }),
  again: (press) => openWith(press, 'source'),
  next: (press) => openWith(press, 'result'),
  cancel,
  limits: (press) => openSettings(press, 'limits'),
  budget: (press) => openSettings(press, 'budget'),
  grant: (press) => openSettings(press, 'grant'),
};

/** What is wrong is said as a direct message: a tab has no other place for it. */
export const handleHomeAction: Handle<BlockAction> = async (bot, body, team) => {
  const [action] = body.actions;
  const [, , name = '', argument] = action?.action_id.split(':') ?? [];
  const act = Object.hasOwn(actions, name) ? actions[name] : undefined;
  if (!act || action?.type !== 'button') return;
  const { id: user } = body.user;
  try {
    const person = await personOf(bot, { team, user });
    await act({ bot, team, person, triggerId: body.trigger_id, value: action.value ?? '', argument });
  } catch (error) {
    await tellDirectly(bot, team, user, error);
  }
};

async function openWith(
  { bot, team, person, triggerId, value, argument }: Press,
  file: 'source' | 'result',
): Promise<void> {
  const job = await jobOf(bot, person, value);
  const model = argument === undefined ? undefined : findModel(argument);
  const { marks } = readAddress(job.address);
  await openForm(
    bot,
    { team, user: person.requester, triggerId },
    {
      model: model?.name ?? job.model,
      settings: model ? {} : job.settings,
      kept: { job: job.id, file },
      marks,
    },
  );
}

async function cancel({ bot, team, person, value }: Press): Promise<void> {
  const job = await jobOf(bot, person, value);
  if (!(await bot.requests.cancel(job.id))) throw new Refused(frame.cannotCancel);
  homeChanged(bot, team, person.requester);
}

async function openSettings(
  { bot, team, person, triggerId }: Press,
  which: 'limits' | 'budget' | 'grant',
): Promise<void> {
  const { office } = bot.requests;
  if (!(await office.isAdmin(person))) throw new Failure('not-admin');
  const view = which === 'grant' ? grantForm() : limitsForm(which, (await office.policy(person)).limits);
  const { post } = await bot.accessTo(team);
  await post.views.open({ trigger_id: triggerId, view }).catch((error: unknown) => {
    // It lives three seconds.
    throw slackError(error).endsWith('trigger_id') ? new Refused(formWords.tooLate) : error;
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
  const which = /^v1:home:(limits|budget|grant)$/.exec(callback_id)?.[1];
  const [first = ''] = Object.keys(state.values);
  if (which === undefined) return { [first]: words.formGone };
  const read = which === 'grant' ? readGrant(sent) : readLimits(sent);
  if ('errors' in read) return read.errors;
  try {
    const { office } = bot.requests;
    const person = await within(whoMs, personOf(bot, { team, user })).catch(() => {
      throw new Refused(words.unknownWho);
    });
    if ('give' in read) {
      // Sent twice, it is one grant.
      await office.give(read.give, person, { ...read.it, key: `view:${id}` });
      homeChanged(bot, team, read.it.to);
    } else await office.setLimits(person, read.changes);
  } catch (error) {
    return { [fieldOf(error) ?? first]: sentenceFor(bot, error) };
  }
  homeChanged(bot, team, user);
  return undefined;
}

/** Where a refusal of core's belongs. */
const fieldOf = (error: unknown): string | undefined =>
  error instanceof Failure && ['revoke-too-much', 'request-changed'].includes(error.code)
    ? 'give:amount'
    : undefined;

/** Outside of any channel. */
const tellDirectly = (bot: Bot, team: Team, user: string, error: unknown): Promise<void> =>
  tell(bot, { team, channel: user, direct: true }, user, sentenceFor(bot, error));
