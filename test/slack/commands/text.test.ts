/** `/darkroom …`: words that are answered at once, requests that are not understood, help. */
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { partsOf } from '../../../src/bots/slack/cards/long-text.ts';
import { legible, mentions, written } from '../../../src/bots/slack/requests/incoming-text.ts';
import { models } from '../../../src/models/index.ts';
import { buttonsOf, messagesIn, textOf } from '../../fakes/slack/people/seen.ts';
import { until } from '../../helpers/requests.ts';
import { type Harness, openHarness, privateRepliesIn, saidIn } from '../harness/harness.ts';
import { answered, filledIn, opened, privateReply, typed } from '../harness/typed.ts';

let harness: Harness;
beforeAll(async () => {
  harness = await openHarness();
});
afterAll(() => harness.close());
afterEach(() => {
  expect(harness.slack.violations).toEqual([]);
});

/** A channel of its own with somebody in it. */
function openChannel() {
  const channel = harness.slack.addChannel({ name: 'pictures' });
  return { channel, ada: harness.slack.person({ channel }) };
}
/** Never fetched: it is private. */
// Nothing answers there, and that is known at once.
const link = 'https://pictures.invalid/cat.png';
const jobsOf = (person: ReturnType<typeof openChannel>['ada'], count = 10) =>
  harness.fixture.engine.jobs(
    { platform: 'slack', scope: harness.slack.home.workspace.id, requester: person.user.id },
    count,
  );

describe('what Slack hands over', () => {
  it('names people, channels and groups by their ids, with a name beside it or without', () => {
    expect(['<@U0A0000001|bob smith>', '<@W0A0000001>', 'U0A0000001'].map(mentions.person)).toEqual([
      'U0A0000001',
      'W0A0000001',
      'U0A0000001',
    ]);
    for (const other of ['@bob', 'bob', '<#C0A0000001>', '<@U0A0000001'])
      expect(mentions.person(other)).toBeUndefined();
    expect(['<#C0A0000001|gen eral>', '<#G0A0000001|>', '#general'].map(mentions.channel)).toEqual([
      'C0A0000001',
      'G0A0000001',
      undefined,
    ]);
    expect(
      ['<!subteam^S0A000001|@eds>', '<!subteam^S0A000001>', '<!here>', '@eds'].map(mentions.group),
    ).toEqual(['S0A000001', 'S0A000001', undefined, undefined]);
  });

  it('is read again as it was typed', () => {
    expect(written('R&amp;D &lt;b&gt; &amp;lt;')).toBe('R&D <b> &lt;');
    const said =
      'for <@U0A0000001|bob> in <#C0A0000001|gen> by <!subteam^S0A000001|@eds>, <https://a.b/?c=1&amp;d=2|a.b> <!here>';
    expect(legible(said)).toBe('for @bob in #gen by @eds, https://a.b/?c=1&d=2 @here');
  });

  it('many lines become few texts, none too long and none cut inside a name', () => {
    const lines = Array.from({ length: 100 }, (_, at) => `${at} ${'x'.repeat(97)}`);
    const parts = partsOf(lines);
    expect(parts.join('\n')).toBe(lines.join('\n'));
    expect(Math.max(...parts.map(({ length }) => length))).toBeLessThanOrEqual(2_900);
    expect(parts).toHaveLength(4);
    expect(partsOf([`${'x'.repeat(95)}<@U0A0000001>`], 100)).toEqual([`${'x'.repeat(95)}…`]);
  });
});

describe('a request that is typed', () => {
  it('alone opens the form', async () => {
    const { ada } = openChannel();
    const view = await opened(ada.slash('/darkroom'));
    expect(view.body.type).toBe('modal');
  });

  it('is read with links in brackets, labels, escapes and smart quotes', async () => {
    const { ada } = openChannel();
    // A word that means nothing, so that the form shows what was understood.
    const words = `clarity please prompt = “red &amp; blue” &lt;x4 colour <${link}?a=1&amp;b=2|cat.png>`;
    const view = await opened(ada.press(await typed(ada, words), 'Open the form'));
    expect(filledIn(view)).toMatchObject({ 'field:prompt': 'red & blue', 'field:scale_factor': '4' });
    expect(JSON.stringify(view.body)).toContain(`${link}?a=1&b=2`);
  });

  it.each([
    ['upscale skale=4', 'did you mean scale?'],
    ['upscael x4', 'did you mean upscale?'],
    ['jbos', 'did you mean `/darkroom jobs`?'],
    ['upscale <x&y> &lt;!channel&gt;', 'There is no setting or model called'],
  ])('%s is answered with the nearest word, and nothing runs', async (words, sentence) => {
    const { ada, channel } = openChannel();
    const answer = await typed(ada, words);
    expect(textOf(answer)).toContain(sentence);
    expect(textOf(answer)).not.toContain('<!channel>');
    expect(buttonsOf(answer).map(({ text }) => text.text)).toEqual(['Open the form']);
    expect(await jobsOf(ada)).toEqual([]);
    expect(messagesIn(channel)).toEqual([]);
  });

  it('leaves in the form all that was understood', async () => {
    const { ada } = openChannel();
    const answer = await typed(ada, `upscale x8 quality=70 png colour=blue <${link}>`);
    expect(textOf(answer)).toContain('There is no setting or model called colour');
    const view = await opened(ada.press(answer, 'Open the form'));
    expect(filledIn(view)).toMatchObject({
      'field:scale': '8',
      'field:quality': '70',
      'field:output_format': 'png',
    });
    expect(JSON.stringify(view.body)).toContain(link);
  });

  it('says what is wrong with a value, and leaves the form to correct it', async () => {
    const { ada } = openChannel();
    const answer = await typed(ada, `upscale scale=3 <${link}>`);
    expect(textOf(answer)).toContain('scale must be 2, 4 or 8, not 3.');
    await opened(ada.press(answer, 'Open the form'));
    expect(await jobsOf(ada)).toEqual([]);
  });

  it('without a file says what to do', async () => {
    const { ada } = openChannel();
    const answer = await typed(ada, 'upscale x4');
    expect(textOf(answer)).toContain('This needs a picture.');
    expect(textOf(answer)).toContain('Enhance…');
    const view = await opened(ada.press(answer, 'Open the form'));
    expect(filledIn(view)).toMatchObject({ 'field:scale': '4' });
  });

  it('with a link alone asks what to do with it', async () => {
    const { ada } = openChannel();
    const answer = await typed(ada, `<${link}>`);
    expect(textOf(answer)).toContain('What should be done with it?');
    const view = await opened(ada.press(answer, 'Larger picture (ESRGAN)'));
    expect(JSON.stringify(view.body)).toContain(link);
  });
});

describe('help', () => {
  it('names every model with its price and all ways in; admins see what they can do', async () => {
    const { ada, channel } = openChannel();
    const all = await answered(ada, 'help');
    for (const { command, title } of models) {
      expect(all).toContain(`\`/darkroom ${command}\``);
      expect(all).toContain(title);
    }
    expect(all).toContain('0.5 credits');
    expect(all).toContain('Enhance…');
    expect(all).not.toContain('For admins');
    const boss = harness.slack.person({ channel, admin: true });
    expect(await answered(boss, '?')).toContain('credits limits monthly=500 group=@group');
  });

  it.each(models)('of $name explains each of its settings', async ({ command, fields, summary }) => {
    const { ada } = openChannel();
    const one = await answered(ada, `help ${command}`);
    expect(one).toContain(summary);
    for (const { name, kind } of fields) if (kind !== 'media') expect(one).toContain(`• \`${name}\` `);
    expect(await answered(ada, `${command} help`)).toBe(one);
  });
});

describe('the same words', () => {
  it('are answered in a mention, for the one who asks alone', async () => {
    const { ada, channel } = openChannel();
    await ada.mention('my credits, please!');
    await until(() => privateRepliesIn(harness, channel).length > 0);
    const [answer] = privateRepliesIn(harness, channel);
    expect(answer && textOf(answer)).toContain('Available: no limit');
    expect(answer?.visibleTo).toBe(ada.user);
  });

  it('and in direct messages', async () => {
    const { ada } = openChannel();
    const direct = harness.slack.person({ user: ada.user, channel: 'dm' });
    await direct.post('jobs');
    await until(() => saidIn(harness, direct.channel).length > 0);
    expect(saidIn(harness, direct.channel).map(textOf)).toEqual([
      'You have asked for nothing here yet. `help` shows how to begin.',
    ]);
  });
});

it('a command that is delivered twice is answered once', async () => {
  const { ada } = openChannel();
  harness.slack.duplicateNext();
  const asked = ada.slash('/darkroom credits');
  await privateReply(asked);
  await ada.slash('/darkroom help').acknowledged;
  expect(asked.replies).toHaveLength(1);
});
