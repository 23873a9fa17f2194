import { fork } from 'node:child_process';
import { once } from 'node:events';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { filesOf } from '../../fakes/slack/people/seen.ts';
import { startSlack } from '../../fakes/slack/slack.ts';
import { temporaryFolder } from '../../helpers/fixture.ts';
import { until } from '../../helpers/requests.ts';
import { compiled } from '../../run/programs.ts';

const megabytes = 300;

test(`a result of ${megabytes} MB is posted without staying in memory`, async () => {
  const folder = await temporaryFolder();
  const path = join(folder.path, 'a.mp4');
  const file = await open(path, 'w');
  await file.truncate(megabytes * 1e6);
  await file.close();
  // The loopback counts and hashes what comes, and lets go of it.
  const slack = await startSlack({ keepUploads: false });
  const program = await compiled(new URL('../../helpers/memory-child.ts', import.meta.url));
  const child = fork(program, ['post', slack.url, slack.token(), slack.home.channel.id, path]);
  try {
    const exited = once(child, 'exit');
    const [report] = await Promise.race([
      once(child, 'message'),
      exited.then(([code]) => expect.fail(`the child ended with ${code}`)),
    ]);
    await exited;
    expect(report.bytes).toBe(megabytes * 1e6);
    await until(() => slack.messages(slack.home.channel).length === 1);
    expect(slack.messages(slack.home.channel).flatMap((it) => filesOf(it))[0]?.size).toBe(megabytes * 1e6);
    expect(report.grownBytes).toBeLessThan(100e6);
    expect(slack.violations).toEqual([]);
    console.log(
      `${megabytes} MB in ${Math.round(report.ms)} ms, ${Math.round(report.grownBytes / 1e6)} MB more memory`,
    );
  } finally {
    child.kill();
    await slack.close();
    await folder.remove();
  }
});
