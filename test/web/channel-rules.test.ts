/** What is done by itself with the pictures of a channel, at the page. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { channelRules } from '../chat/channel-rules.ts';
import { openDriver } from './driver.ts';

let opened: Awaited<ReturnType<typeof openDriver>>;
beforeAll(async () => {
  opened = await openDriver();
});
afterAll(() => opened.harness.close());

describe('channel rules at the page', () => {
  channelRules(() => opened.driver);

  it('are drawn with their names; twenty-five who press within a second make one job', async () => {
    const { driver, harness } = opened;
    await driver.say({ who: 'admin', text: 'rules react 🔍 upscale x2' });
    const ann = await harness.enter('zoe');
    const page = (await ann.get('/c/prints')).text;
    expect(page).toMatch(/data-emoji="🔍"[^>]*aria-label="🔍 Larger picture ×2"/);
    const { message } = await driver.post({ who: 'ann' });
    const people = await Promise.all(Array.from({ length: 25 }, (_, at) => harness.enter(`person${at}`)));
    const press = { message, emoji: '🔍' };
    const answers = await Promise.all(people.map((it) => it.post('/react', press)));
    const jobs = await Promise.all(
      people.map(({ id: requester }) => driver.engine.jobs({ platform: 'web', scope: 'home', requester }, 3)),
    );
    expect(jobs.flat()).toHaveLength(1);
    expect(answers.filter(({ answer }) => answer.toast?.includes('it is made once'))).toHaveLength(24);
    expect(driver.card(jobs.flat()[0]?.id ?? '')).toContain(`@${jobs.flat()[0]?.requester}`);
    expect((await ann.get('/c/prints')).text).toContain(
      `data-message="${message}" data-put="{&quot;🔍&quot;:[`,
    );
    await driver.say({ who: 'admin', text: 'rules off' });
    expect((await ann.get('/c/prints')).text).not.toContain('data-emoji');
    const late = await ann.post('/react', press);
    expect(late.answer.toast).toContain('does nothing here any more');
  });
});
