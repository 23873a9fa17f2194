/** How often a card may be edited here. https://docs.slack.dev/apis/web-api/rate-limits */
import type { Budget, EditLimits } from '../../core/ports/edit-limits.ts';
import type { Address } from './address.ts';

/**
 * `chat.update` is counted by workspace: more than 50 a minute may be refused. Three are left for edits that are beside
 * the pace: a picture that comes later, and what somebody presses.
 */
const most = 47;
/** For changes of state, at the least, so that the ends of forty jobs fit beside them; and at the most. */
const forStates = { least: 7, most: 32 };
/** What a place in line and the like leave for changes of state, and may have at the least; so may progress. */
const forStatesAlone = 3;
const leastForOthers = 4;
/**
 * All edits in a workspace. Each job on the way will want one for its end, so that many are kept; and more of them, since
 * some of those that were asked for at the same time are not counted yet. News such as a place in line leave three for each
 * job: what cancelling costs, that it runs, and its end. So eight who wait see their places move at once; with forty that
 * is shown on few cards, and the others say where they stand when they are next edited. Progress leaves yet more.
 */
function workspaceEdits(team: string, live: number): Budget {
  const state = Math.min(forStates.most, Math.max(forStates.least, 40 - 2 * live));
  const news = Math.min(state - forStatesAlone, Math.max(leastForOthers, most - forStatesAlone - 3 * live));
  const progress = Math.max(leastForOthers, 33 - 4 * live);
  return {
    name: `slack ${team}`,
    perMs: 60_000,
    most: { end: most, state, news, progress },
    shared: true,
  };
}

/** Slack asks for about one a second. Ends come first: nobody waits half a minute for the last of forty. */
const channelEdits = (team: string, channel: string): Budget => ({
  name: `slack ${team} ${channel}`,
  perMs: 1_000,
  most: { end: 10, state: 1, news: 1, progress: 1 },
});

/** ms */
const young = 5 * 60_000;
const slow = 15_000;

export function editLimitsOf(
  { team, channel, status, posted }: Address,
  { liveInLane, ageMs }: { liveInLane: number; ageMs: number },
): EditLimits {
  const progressMs = Math.max(5_000, 1_500 * liveInLane);
  return {
    lane: `slack ${team.id}`,
    budgets: [workspaceEdits(team.id, liveInLane), channelEdits(team.id, channel)],
    spacingMs: 1_000,
    // One that is still to be posted says nothing yet.
    ...(status === undefined ? {} : { posted: posted ?? '' }),
    progressMs: ageMs > young ? Math.max(slow, progressMs) : progressMs,
  };
}
