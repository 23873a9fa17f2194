/** Block Kit's limits on every body that the app sends. */
import { describe, expect, it } from 'vitest';
import { buttons, card, plain, refused, section, useSlack } from './client.ts';

const fixture = useSlack();
const free = { limits: { 'chat.postMessage': { requests: 999, windowMs: 1 } } };
const long = (length: number) => 'x'.repeat(length);
const button = (more: object) => ({ type: 'button', text: plain('A'), action_id: 'a', ...more });
const row = (...elements: object[]) => ({ type: 'actions', elements });
const options = (count: number, more: object = {}) =>
  Array.from({ length: count }, (_, index) => ({ text: plain(`${index}`), value: `${index}`, ...more }));
const select = (more: object) => ({ type: 'static_select', action_id: 's', options: options(1), ...more });
const input = (element: object, more: object = {}) => ({
  type: 'input',
  label: plain('L'),
  element,
  ...more,
});

const blocks: [string, object[], string][] = [
  ['51 blocks', Array.from({ length: 51 }, () => ({ type: 'divider' })), '/blocks'],
  ['a long section', [section(long(3001))], '/blocks/0/text/text'],
  ['an empty section', [section('')], '/blocks/0/text/text'],
  ['a long header', [{ type: 'header', text: plain(long(151)) }], '/blocks/0/text/text'],
  ['eleven fields', [{ type: 'section', fields: Array(11).fill(plain('x')) }], '/blocks/0/fields'],
  [
    'eleven pieces of context',
    [{ type: 'context', elements: Array(11).fill(plain('x')) }],
    '/blocks/0/elements',
  ],
  ['26 buttons', [row(...Array(26).fill(button({ action_id: undefined })))], '/blocks/0/elements'],
  ['a long label', [row(button({ text: plain(long(76)) }))], '/blocks/0/elements/0/text/text'],
  ['a long value', [row(button({ value: long(2001) }))], '/blocks/0/elements/0/value'],
  ['a long action id', [row(button({ action_id: long(256) }))], '/blocks/0/elements/0/action_id'],
  ['an action id twice', [row(button({}), button({}))], '/blocks/0/elements/1'],
  [
    'a block id twice',
    [section('a', { block_id: 'b' }), section('b', { block_id: 'b' })],
    '/blocks/1/block_id',
  ],
  ['a strange style', [row(button({ style: 'green' }))], '/blocks/0/elements/0/style'],
  ['a field that Slack does not know', [row(button({ disabled: true }))], '/blocks/0/elements/0'],
  ['an unknown block', [{ type: 'progress' }], '/blocks/0/type'],
  ['101 options', [row(select({ options: options(101) }))], '/blocks/0/elements/0/options'],
  ['no option', [row(select({ options: [] }))], '/blocks/0/elements/0/options'],
  [
    'a long option',
    [row(select({ options: options(1, { text: plain(long(76)) }) }))],
    '/blocks/0/elements/0/options/0/text/text',
  ],
  [
    'an option twice',
    [row(select({ options: [...options(1), ...options(1)] }))],
    '/blocks/0/elements/0/options',
  ],
  [
    'a strange first option',
    [row(select({ initial_option: { text: plain('9'), value: '9' } }))],
    '/blocks/0/elements/0/initial_option',
  ],
  [
    'a picture without words',
    [{ type: 'image', image_url: 'https://example.com/a.png' }],
    '/blocks/0/alt_text',
  ],
  [
    'a picture with many words',
    [{ type: 'image', image_url: 'https://example.com/a.png', alt_text: long(2001) }],
    '/blocks/0/alt_text',
  ],
  [
    'a picture in two ways',
    [{ type: 'image', image_url: 'https://e.com/a', slack_file: { id: 'F' }, alt_text: 'a' }],
    '/blocks/0',
  ],
  ['a file field', [input({ type: 'file_input', action_id: 'f' })], '/blocks/0/element'],
  ['an alert', [{ type: 'alert', text: plain('x') }], '/blocks/0/type'],
];

const modal = (more: object) => ({
  type: 'modal',
  title: plain('T'),
  submit: plain('S'),
  blocks: [],
  ...more,
});
const number = (more: object) =>
  input({ type: 'number_input', action_id: 'n', is_decimal_allowed: false, ...more });
const views: [string, object, string][] = [
  ['101 blocks', modal({ blocks: Array.from({ length: 101 }, () => ({ type: 'divider' })) }), '/view/blocks'],
  ['a long title', modal({ title: plain(long(25)) }), '/view/title/text'],
  ['long private metadata', modal({ private_metadata: long(3001) }), '/view/private_metadata'],
  ['a long callback id', modal({ callback_id: long(256) }), '/view/callback_id'],
  ['fields without a button', modal({ submit: undefined, blocks: [number({})] }), '/view/submit'],
  [
    'numbers that are numbers',
    modal({ blocks: [number({ min_value: 1 })] }),
    '/view/blocks/0/element/min_value',
  ],
  [
    'a first number out of range',
    modal({ blocks: [number({ max_value: '4', initial_value: '9' })] }),
    '/view/blocks/0/element/initial_value',
  ],
  [
    'decimals where none are',
    modal({ blocks: [number({ initial_value: '1.5' })] }),
    '/view/blocks/0/element',
  ],
  [
    'a file field that dispatches',
    modal({ blocks: [input({ type: 'file_input', action_id: 'f' }, { dispatch_action: true })] }),
    '/view/blocks/0/element',
  ],
  [
    'eleven files',
    modal({ blocks: [input({ type: 'file_input', action_id: 'f', max_files: 11 })] }),
    '/view/blocks/0/element/max_files',
  ],
];

describe('what is too much is refused, with its place, and is a violation', () => {
  it.each(blocks)('%s', async (_, sent, place) => {
    const { slack, web } = await fixture.start(free);
    const args = { channel: slack.home.channel.id, text: 'x', blocks: sent };
    expect(await refused(web.apiCall('chat.postMessage', args))).toBe('invalid_blocks');
    expect(slack.violations).toHaveLength(1);
    expect(slack.violations[0]?.errors.join()).toContain(`[json-pointer:${place}]`);
    expect(slack.messages()).toEqual([]);
  });

  it.each(views)('a view with %s', async (_, view, place) => {
    const { slack, web } = await fixture.start();
    const { triggerId: trigger_id } = slack.person().globalShortcut();
    expect(await refused(web.apiCall('views.open', { trigger_id, view }))).toBe('invalid_arguments');
    expect(slack.violations[0]?.errors.join()).toContain(`[json-pointer:${place}]`);
  });
});

it('what is just not too much is taken, and unnamed blocks and elements get names', async () => {
  const { slack, web } = await fixture.start(free);
  const { channel } = slack.home;
  const sent = [
    section(long(3000)),
    row(button({ text: plain(long(75)), value: long(2000), action_id: undefined })),
    row(select({ options: options(100), initial_option: { text: plain('7'), value: '7' } })),
    ...Array.from({ length: 47 }, () => ({ type: 'divider' })),
  ];
  await web.apiCall('chat.postMessage', { channel: channel.id, text: 'x', blocks: sent });
  const [, actions] = slack.messages()[0]?.blocks ?? [];
  expect(actions).toMatchObject({
    block_id: expect.any(String),
    elements: [{ action_id: expect.any(String) }],
  });
  const { triggerId: trigger_id } = slack.person().globalShortcut();
  const view = modal({
    private_metadata: long(3000),
    title: plain(long(24)),
    blocks: [number({ min_value: '1' })],
  });
  await web.apiCall('views.open', { trigger_id, view });
  expect(slack.violations).toEqual([]);
});

it('a post or an edit without both text and blocks is done, and against our rule; an edit without blocks loses them', async () => {
  const { slack, web } = await fixture.start(free);
  const { id: channel } = slack.home.channel;
  const { ts = '' } = await web.chat.postMessage({ channel, ...card('a', buttons('B')) });
  await web.chat.update({ channel, ts, text: 'only text' });
  expect(slack.messages()[0]).toMatchObject({ blocks: [], edited: true, history: ['a', 'only text'] });
  await web.chat.postMessage({ channel, blocks: [section('x')] } as Parameters<
    typeof web.chat.postMessage
  >[0]);
  expect(slack.violations.splice(0).map(({ errors }) => errors)).toEqual([
    ['there are no blocks beside the text'],
    ['there is no text beside the blocks'],
  ]);
  expect(await refused(web.chat.update({ channel, ts, ...card('x'), text: long(4001) }))).toBe(
    'msg_too_long',
  );
  expect(await refused(web.apiCall('chat.stream', {}))).toBe('unknown_method');
  expect(await refused(web.chat.update({ channel, ts: '1', text: 'x' }))).toBe('invalid_arguments');
  expect(slack.violations.map(({ method }) => method)).toEqual(['chat.update', 'chat.stream', 'chat.update']);
});
