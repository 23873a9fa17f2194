/** The Home tab is drawn when somebody opens it, and anew when something on it has changed. */
import type { Bot, Team } from '../context.ts';
import { errorKind, slackError } from '../errors.ts';
import { personOf } from '../requests/people.ts';
import { homeBlocks } from './blocks.ts';

/** So many people are remembered; then it begins anew. */
const most = 10_000;
const nameOf = (team: Team, user: string) => `${team.id} ${user}`;

/** Draws somebody's tab. @throws what Slack refuses */
export async function drawHome(bot: Bot, team: Team, user: string): Promise<void> {
  const { opened } = bot.memory.tabs;
  if (opened.size >= most) opened.clear();
  opened.add(nameOf(team, user));
  const access = await bot.accessTo(team);
  const person = await personOf(bot, { team, user });
  const publish = async (pictures: boolean) =>
    access.post.views.publish({
      user_id: user,
      view: { type: 'home', blocks: await homeBlocks(bot, access, person, pictures) },
    });
  try {
    await publish(true);
  } catch (error) {
    // A picture may have been deleted since.
    if (!['unready-picture', 'bad-body'].includes(errorKind(error))) throw error;
    await publish(false);
  }
}

/**
 * Something on somebody's tab has changed: it is drawn anew, if they have ever opened it here. Costs nothing otherwise,
 * and many changes at once are one. Never rejects, and waits for nothing.
 */
export function homeChanged(bot: Bot, team: Team, user: string): void {
  const { opened, drawing } = bot.memory.tabs;
  const name = nameOf(team, user);
  if (!opened.has(name)) return;
  if (drawing.has(name)) {
    drawing.set(name, 'again');
    return;
  }
  bot.background(
    (async () => {
      do {
        drawing.set(name, 'once');
        await drawHome(bot, team, user).catch((error: unknown) =>
          bot.log.debug({ error: slackError(error) }, 'a Home tab could not be drawn anew'),
        );
      } while (drawing.get(name) === 'again');
      drawing.delete(name);
    })(),
  );
}
