/** What every part works with, made once. */
import { createKeyedQueue } from '../../../async/keyed-queue.ts';
import type { Chat } from '../../../chat/chat.ts';
import { createDrafts } from '../../../chat/form/form.ts';
import { keptFiles } from '../../../core/jobs/files/job-files.ts';
import type { Requests } from '../../../core/ports/engine.ts';
import { shown } from '../address.ts';
import { notify } from '../cards/notify-admins.ts';
import { tell } from '../cards/reply-privately.ts';
import { resultMessages } from '../cards/versions/results.ts';
import { traitsOf } from '../commands/traits.ts';
import type { SlackOptions } from '../connection/options.ts';
import { explained } from '../connection/refusals.ts';
import type { Bot } from '../context.ts';
import { asFault } from '../errors.ts';
import { homeChanged } from '../home/draw.ts';
import { rewriteQuestion } from '../requests/owner/question.ts';
import { createPeople } from '../requests/people.ts';
import { removeResult } from '../requests/results.ts';
import { resumedTurn } from '../requests/turn.ts';

/** ms. Slack asks again for a day when nobody answered. https://docs.slack.dev/apis/events-api/#delayed_events */
const seenMs = 26 * 3_600_000;

/** Files come from and go to Slack's own hosts only; in a test, those of the server that plays Slack. */
function fileOriginsFor(apiUrl: string): readonly string[] {
  const { origin, hostname } = new URL(apiUrl);
  return /^slack(-gov)?\.com$/.test(hostname) ? [`https://files.${hostname}`] : [origin];
}

type Parts = Pick<
  Bot,
  'accessTo' | 'forget' | 'teamNamed' | 'background' | 'pause' | 'stopping' | 'platform' | 'memory'
> & {
  requests: Requests;
};

export function createBot(options: SlackOptions, parts: Parts): Bot {
  const {
    apiUrl,
    command,
    log,
    dedupe,
    filePath,
    fitTo,
    asMoving,
    comparisons,
    maxFileBytes,
    prices = [],
  } = options;
  const { clock = Date.now } = options;
  const { platform, accessTo, teamNamed, requests, background, stopping } = parts;
  const { fit, ...files } = keptFiles({ filePath, fitTo, asMoving, comparisons, stopping });
  const isFirst = (key: string) => dedupe(`${platform} ${key}`, seenMs);
  const chat: Chat = {
    ...files,
    requests,
    log,
    clock,
    prices,
    maxFileBytes,
    once: isFirst,
    forget: (key) => dedupe(`${platform} ${key}`, 0),
    shown,
    goOn: (kept) => resumedTurn(bot, kept),
    rewrite: (place, lines, actions) => rewriteQuestion(bot, place, lines, actions),
    takeAway: (job) => removeResult(bot, job),
    results: resultMessages(() => bot),
    tellAdmins: (scope, channel, notice) => notify(bot, scope, channel, notice),
    tell: (scope, person, text) => tell(bot, scope, person, text),
    traits: traitsOf({ accessTo, teamNamed, requests, command }),
    explain: explained,
    loggable: asFault,
    changed: (scope, person) => background(tabChanged(scope, person)),
  };
  const bot: Bot = {
    ...parts,
    chat,
    drafts: createDrafts(clock),
    fit,
    log,
    clock,
    command,
    isFirst,
    inTurn: createKeyedQueue().run,
    people: createPeople({ accessTo, clock, log }),
    homeChanged: (team, user) => homeChanged(bot, team, user),
    fileOrigins: fileOriginsFor(apiUrl),
  };
  return bot;

  async function tabChanged(scope: string, person: string): Promise<void> {
    const team = await teamNamed(scope);
    if (team) bot.homeChanged(team, person);
  }
}
