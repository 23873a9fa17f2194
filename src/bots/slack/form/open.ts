/** The form: opened at once, drawn again as it is filled in, checked, and run. */
import type { BlockAction, types, ViewOutput, ViewSubmitAction } from '@slack/bolt';
import { within } from '../../../async/deadline.ts';
import { paced } from '../../../async/paced.ts';
import { admitForm } from '../../../chat/form/form.ts';
import { words as chatWords } from '../../../chat/words.ts';
import { Failure } from '../../../core/domain/failure.ts';
import { replyPrivately } from '../cards/reply-privately.ts';
import type { Access, Bot, Conversation, Draft, Handle, Team } from '../context.ts';
import { errorKind, slackError } from '../errors.ts';
import { ids } from '../ids.ts';
import { readDraft } from '../requests/draft.ts';
import { formWords as words } from '../words/form.ts';
import { withPreset } from './presets.ts';
import { checked, draw } from './redraw.ts';
import { beginning, blocks, type Filled, filledIn } from './state.ts';
import { directTo, runFilled } from './submit.ts';
import { errorsIn, type FormErrors } from './validate.ts';
import { viewFor } from './view.ts';

const empty: Draft = { settings: {}, media: [] };

/** ms. A trigger is good for three seconds, some of which are over when it is heard. */
const triggerMs = 2_700;
const pace = { pausesMs: [300, 600, 900], longestMs: 2_200 };

/** Who is to see a form, and of what. */
type At = { team: Team; user: string; conversation?: Conversation | undefined };

/**
 * Opens the form. Slack is asked for nothing before; what the person has and may do is shown when it is known. Never
 * rejects.
 * @param at.triggerId it is good for 3 s. @param at.place where the job is to be shown; left out, the form asks.
 */
export async function openForm(
  bot: Bot,
  at: At & { triggerId: string },
  draft: Draft = empty,
): Promise<void> {
  const { team, user, conversation, triggerId } = at;
  const filled = beginning({ ...draft, conversation }, team);
  try {
    await admitForm(bot, { scope: team.id, requester: user });
    const access = await bot.accessTo(team);
    const shown = await within(triggerMs, open(bot, access, triggerId, viewFor(bot.chat, filled)));
    if (shown?.id) await draw(bot, user, filled, { id: shown.id, hash: shown.hash });
  } catch (error) {
    const there = conversation ?? directTo(team, user);
    if (error instanceof Failure) return replyPrivately(bot, there, user, error.message);
    const name = slackError(error);
    bot.log.warn({ error: name }, 'a form could not be opened');
    // The same trigger came twice, and its form is open.
    if (name === 'exchanged_trigger_id') return;
    const kind = errorKind(error);
    const silent = kind === 'down' ? words.notOpened : chatWords.broken;
    const said = kind === 'late' ? words.tooLate : silent;
    await replyPrivately(bot, there, user, said);
  }
}

/** As often as the trigger leaves time for: opened twice, it is one form, since the second time is refused. */
const open = async (bot: Bot, { post }: Access, trigger_id: string, view: types.ModalView) =>
  paced(
    bot.pause,
    async () => (await post.views.open({ trigger_id, view })).view,
    (error) => errorKind(error) === 'down' && 0,
    pace,
  );

/** A button that opens a form, or a change in one. Never rejects. */
export const handleFormAction: Handle<BlockAction> = async (bot, body, team) => {
  const { view, user, actions, response_url: responseUrl, trigger_id: triggerId } = body;
  const [action] = actions;
  if (view?.callback_id === ids.formCallback) {
    const filled = read(view, team);
    if (!filled) return;
    const changedAt = action?.action_ts;
    const isChoice = action?.block_id === blocks.preset;
    const shown = isChoice ? await withPreset(bot, user.id, filled, changedAt) : filled;
    await draw(bot, user.id, shown, { ...view, changedAt });
    return;
  }
  const start = action?.type === 'button' ? readDraft(action.value ?? '') : undefined;
  const there = start?.conversation ?? conversationOf(body, team);
  // The address of this press is younger than one on the button.
  const conversation = there && { ...there, ...(responseUrl ? { responseUrl } : {}) };
  if (!start) return replyPrivately(bot, conversation ?? directTo(team, user.id), user.id, words.formGone);
  await openForm(bot, { team, user: user.id, conversation, triggerId }, start);
};

/**
 * Where a button stands; undefined in the Home tab. The bot's conversation with somebody looks like that of two people,
 * in which it is not: whether it can answer there is found out when it has to.
 */
function conversationOf({ channel, container }: BlockAction, team: Team): Conversation | undefined {
  if (!channel) return undefined;
  const { thread_ts: thread } = container;
  const conversation = { team, channel: channel.id, direct: false };
  return typeof thread === 'string' ? { ...conversation, thread } : conversation;
}

/**
 * What is wrong with a form that was sent, by the id of the block to show it at; to be answered with `errors`. Undefined
 * when nothing is: then with `clear`, and `runForm` after it. Within 1.5 s, and as a rule without asking Slack.
 */
export async function handleFormSubmit(
  bot: Bot,
  { view, user }: ViewSubmitAction,
): Promise<FormErrors | undefined> {
  const filled = read(view);
  if (!filled) return { [blocks.model]: words.formGone };
  const errors = errorsIn(bot.chat, filled);
  if (errors) return errors;
  const { model, settings } = filled;
  try {
    await checked(bot, user.id, filled, (person) =>
      bot.requests.check({ ...person, model: model.name, settings }),
    );
    return undefined;
  } catch (error) {
    // What took too long, or failed, is checked again before anything is spent.
    return error instanceof Failure ? { [blocks.model]: error.message } : undefined;
  }
}

/** Begins what a form asks for. Never rejects. */
export const runForm: Handle<ViewSubmitAction> = async (bot, { view, user, response_urls }) => {
  const filled = read(view);
  const key = `view:${view.id}`;
  if (!filled) return;
  await runFilled(bot, { user: user.id, key, responseUrl: response_urls?.[0]?.response_url }, filled);
};

/** Undefined for a form that another version has made. */
function read(view: ViewOutput, team?: Team): Filled | undefined {
  const draft = readDraft(view.private_metadata);
  const home = draft?.conversation?.team ?? draft?.team ?? team;
  return draft && home && filledIn(draft, view, home);
}
