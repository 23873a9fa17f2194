/** `npm start` with Discord's settings: everything is loaded in the order of the program, not of the other tests. */
import { afterEach, beforeEach, expect, it } from 'vitest';
import { finished, resultOf } from '../discord/harness/harness.ts';
import { type Discord, startDiscord } from '../fakes/discord/discord.ts';
import { filesOf } from '../fakes/discord/people/seen.ts';
import { type Installation, openInstallation } from '../helpers/program.ts';
import { picture, until } from '../helpers/requests.ts';

let installation: Installation;
let discord: Discord;
beforeEach(async () => {
  discord = await startDiscord();
  installation = await openInstallation({ DISCORD_API_URL: discord.url, DISCORD_TOKEN: discord.token });
});
afterEach(async () => {
  await installation.close();
  await discord.close();
});

it('enhances what is asked for and posts the result', async () => {
  const deployed = await installation.run(['discord:deploy']);
  expect(deployed).toMatchObject({ code: 0 });
  const program = installation.start([]);
  await program.says('Darkroom is running.');
  await until(() => discord.gateway.sessions.length > 0);
  const image = { name: 'a.jpg', bytes: await picture() };
  const asked = await discord.person().slash('upscale', { image, scale: 2 });
  const [file] = filesOf(await resultOf(discord, await finished(asked)));
  expect(file?.type).toMatch(/^image\//);
  expect(discord.violations).toEqual([]);
  program.child.kill('SIGTERM');
  expect(await program.ended).toMatchObject({ code: 0 });
});
