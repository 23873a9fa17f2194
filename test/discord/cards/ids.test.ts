/** What buttons carry: today's spellings, and those of messages that were posted before. */
import { describe, expect, it } from 'vitest';
import { drawn, style } from '../../../src/bots/discord/cards/style.ts';
import { bringsResult, build, type CustomId, jobsIn, parse } from '../../../src/bots/discord/ids.ts';
import { acts } from '../../../src/chat/action.ts';

describe('custom ids', () => {
  const ids: CustomId[] = [
    ...acts.map((act): CustomId => ({ kind: 'act', act, id: 'abc2345' })),
    { kind: 'act', act: 'next', id: 'abc2345', argument: 'video-frame-interpolation' },
    { kind: 'act', act: 'run', id: 'abcdefghijklmnopqrstuvwx', argument: '2' },
    { kind: 'refresh', id: 'abc2345' },
    { kind: 'pick', form: 'AbCd-_123456', what: 'model', argument: 'clarityai-flux-upscaler' },
    { kind: 'pick', form: 'AbCd-_123456', what: 'older' },
    { kind: 'form', form: 'AbCd-_123456', page: 1 },
  ];
  it.each(ids)('are read as they were built: $kind $act $what', (id) => {
    const built = build(id);
    expect(built.length).toBeLessThanOrEqual(100);
    expect(parse(built)).toEqual(id);
  });

  it('of messages that were posted before mean what they meant', () => {
    expect(parse('v1:cancel:abc2345')).toEqual({ kind: 'act', act: 'cancel', id: 'abc2345' });
    expect(parse('v1:next:abc2345:svd')).toEqual({
      kind: 'act',
      act: 'next',
      id: 'abc2345',
      argument: 'svd',
    });
    expect(parse('v1:run:quote:1')).toEqual({ kind: 'act', act: 'run', id: 'quote', argument: '1' });
    expect(parse('v1:refresh:abc2345')).toEqual({ kind: 'refresh', id: 'abc2345' });
    expect(parse('v1:pick:form:page:1')).toEqual({ kind: 'pick', form: 'form', what: 'page', argument: '1' });
    expect(parse('v1:form:form:0')).toEqual({ kind: 'form', form: 'form', page: 0 });
    for (const strange of [
      '',
      'v1',
      'v1:cancel',
      'v2:cancel:abc2345',
      'v1:dance:abc2345',
      'v1:pick:form:dance',
    ])
      expect(parse(strange), strange).toBeUndefined();
  });

  it('say which jobs a message is about, and whether it brings a result', () => {
    const button = (custom_id: string) => ({ type: 2, custom_id });
    const message = [{ type: 17, components: [{ type: 1, components: [button('v1:remove:abc2345')] }] }];
    expect(jobsIn(message)).toEqual(new Set(['abc2345']));
    expect(jobsIn([button('v1:pick:abc2345:older'), { content: 'v1:cancel:zzz2345' }])).toEqual(new Set());
    expect(bringsResult(message, 'abc2345')).toBe(true);
    expect(bringsResult([button('v1:cancel:abc2345')], 'abc2345')).toBe(false);
    expect(bringsResult(message, 'abc234')).toBe(false);
  });
});

describe('a line of plain text', () => {
  const id = '12345678901234567';
  it('shows people, roles and channels by name, and nothing else of it is markup', () => {
    const { person, group, channel, bold, code, link } = style;
    const line = [
      person?.(id),
      group?.(id),
      channel?.(id),
      bold('a*b'),
      code('/jobs `x`'),
      link('here', 'https://a.b'),
    ];
    expect(drawn(line.join(' '))).toBe(
      `<@${id}> <@&${id}> <#${id}> **a\\*b** \`/jobs 'x'\` [here](https://a.b)`,
    );
    expect(drawn('*a* _b_ [c](https://d.e) # f')).toBe('\\*a\\* \\_b\\_ \\[c](https://d.e) # f');
    expect(person?.('somebody <@1>')).not.toContain('\u0001');
  });

  it('has what is typed in letters of one width', () => {
    expect(drawn('did you mean `jobs show_all`?')).toBe('did you mean `jobs show_all`?');
  });
});
