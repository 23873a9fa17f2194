/** `versions FILE` says the same of a tree as every chat does. */
import { createHash } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { readVersions, versions } from '../../src/bots/terminal/commands/versions.ts';
import { homeOf } from '../../src/core/domain/versions/home.ts';
import { treeIdOf } from '../../src/core/jobs/versions/number.ts';
import { outline, plant } from '../chat/version-tree.ts';
import { openTerminalFixture, type TerminalFixture } from './fixture.ts';

let at: TerminalFixture | undefined;
afterAll(() => at?.close());

it('has the outline of thirty versions that all chats have', async () => {
  at = await openTerminalFixture();
  const { fixture, enhance } = at;
  expect(await enhance(['--scale', '2'])).toBe(0);
  const [job] = await fixture.engine.jobs(
    { platform: 'terminal', scope: 'terminal', requester: 'owner', admin: true },
    1,
  );
  if (!job) throw new Error('no job was made');
  // One that belongs to a file that nothing was made of yet.
  const file = join(fixture.folder, 'lake.jpg');
  const bytes = Buffer.concat([await readFile(join(fixture.folder, 'photo.jpg')), Buffer.of(0)]);
  await writeFile(file, bytes);
  const tree = treeIdOf(homeOf(job), createHash('sha256').update(bytes).digest('hex'));
  await plant(fixture, [job], (who) => who, tree);
  const lines: string[] = [];
  const asked = readVersions(['versions', 'lake.jpg'], fixture.folder);
  if (!asked) throw new Error('something else is asked for');
  const print = (text: string) => void lines.push(text);
  const code = await versions(asked, {
    requests: fixture.engine,
    user: 'owner',
    print,
    complain: print,
  });
  expect([code, lines.slice(1).join('\n')]).toEqual([0, outline]);
});
