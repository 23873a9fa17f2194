/** Submits against the lab: every answer the provider is known to give, what it means, and that it is asked once. */
import { beforeEach, describe, expect, test } from 'vitest';
import type { Provider } from '../../src/core/provider/provider.ts';
import type { Fault } from '../../src/lab/server/faults.ts';
import type { Lab } from '../../src/lab/server/server.ts';
import { client, file, request, lab as startLab } from './servers.ts';

let lab: Lab;
let provider: Provider;
beforeEach(async () => {
  lab = await startLab();
  provider = client(lab.url);
});

const asked = () => lab.log.filter((entry) => entry.route === 'submit').length;

const html = '<html><head><title>502 Bad Gateway</title></head><body><h1>502</h1><hr>nginx</body></html>';
const credit = 'The owner of this bot has run out of credit with the provider. Ask them to top up.';
const badSettings = (detail: string) => `The provider refused the settings (${detail}). Try other settings.`;
const refused = (detail: string) =>
  `The provider did not take the job (${detail}). Ask the owner of this bot.`;
const key = 'The provider does not accept the key of this bot. Ask the owner to check SEGMIND_API_KEY.';
const forbidden = 'The provider does not allow this bot to use this model. Ask the owner.';
const gone = 'The provider no longer offers this model. Try another one.';

describe('a submit that the provider refuses is final and says why', () => {
  const cases: [string, number, unknown, string][] = [
    ['400', 400, { error: 'Missing field: image' }, badSettings('Missing field: image')],
    ['401 without a key', 401, { error: 'Missing Authorization or x-api-key in header' }, key],
    ['401 with a wrong key', 401, { error: 'Unauthorized. API key is invalid or may have expired' }, key],
    ['402', 402, { error: 'Insufficient credits. You have 0.0 credits' }, credit],
    ['403', 403, { error: 'Model not permitted' }, forbidden],
    ['403 about credits', 403, { error: 'Not enough credits' }, credit],
    ['404', 404, { error: 'Model not found' }, gone],
    ['405 with a page', 405, html, refused('502 Bad Gateway')],
    ['406 about credits', 406, { error: 'Insufficient balance for this model' }, credit],
    [
      '406 about the content type',
      406,
      { error: 'Invalid content type' },
      badSettings('Invalid content type'),
    ],
    [
      '406 about a value',
      406,
      { error: 'Value of scale must be one of 2, 4, 8.' },
      badSettings('Value of scale must be one of 2, 4, 8'),
    ],
    ['406 about a team', 406, { error: 'Team spend limit reached' }, refused('Team spend limit reached')],
    ['410', 410, { error: 'This model is retired' }, gone],
    ['413 without a body', 413, '', refused('HTTP 413')],
    ['422', 422, { detail: [{ loc: ['body', 'scale'], msg: 'not a number' }] }, badSettings('not a number')],
    ['a permanent redirect', 308, {}, refused('HTTP 308')],
  ];
  test.each(cases)('%s', async (_, status, body, sentence) => {
    lab.fault({ at: 'submit', kind: 'answer', status, body });
    const outcome = await provider.submit(request);
    expect(outcome.kind === 'refused' && outcome.failure.message).toBe(sentence);
    expect(lab.submits()).toHaveLength(0);
    expect(asked()).toBe(1);
  });
});

const whyOf: Readonly<Record<string, string>> = {
  'UND_ERR_SOCKET: other side closed': 'broken',
  'timed out': 'silent',
};

describe('an error after which a submit is sent again', () => {
  const answers: [boolean, number, unknown][] = [
    [true, 503, { error: 'Request was not queued, please retry' }],
    [true, 502, { error: 'The job could not be queued.' }],
    [true, 504, { detail: 'Nothing was queued' }],
    [true, 500, { message: 'Queue is full' }],
    [true, 503, { error: "Your request wasn't accepted: we are at capacity" }],
    // Whoever stands before the API does not know what happened behind it, and not all that failed was not taken.
    [false, 503, '<html><title>503 Service Unavailable</title><p>Your request was not queued</p></html>'],
    [false, 503, { error: 'Service temporarily unavailable, please try again' }],
    [false, 503, {}],
    [false, 504, { error: 'Request was not processed in time' }],
    [false, 504, { error: 'Timed out: the job may not be queued' }],
    [false, 502, { error: 'It is not known whether the request was not queued' }],
    [false, 500, { error: 'Output could not be created' }],
    [false, 502, { error: 'not queued', request_id: 'abc' }],
  ];
  test.each(answers)('%s: %i %j', async (again, status, body) => {
    lab.fault({ at: 'submit', kind: 'answer', status, body, headers: { 'retry-after': '7' } });
    const outcome = await provider.submit(request);
    expect(outcome).toMatchObject(again ? { kind: 'later', afterMs: 7000 } : { kind: 'uncertain', status });
    expect(asked()).toBe(1);
  });
});

describe('a submit whose fate is not known is told as uncertain and never repeated', () => {
  const cases: [string, Fault, string][] = [
    [
      '500',
      { at: 'submit', kind: 'answer', status: 500, body: { error: 'boom' }, accept: true },
      'HTTP 500: boom',
    ],
    [
      '502 with a page',
      { at: 'submit', kind: 'answer', status: 502, body: html },
      'HTTP 502: 502 Bad Gateway',
    ],
    [
      '503',
      { at: 'submit', kind: 'answer', status: 503, headers: { 'retry-after': '3' }, body: '' },
      'HTTP 503',
    ],
    [
      '504',
      { at: 'submit', kind: 'answer', status: 504, body: { error: 'late' }, accept: true },
      'HTTP 504: late',
    ],
    ['408', { at: 'submit', kind: 'answer', status: 408, body: '' }, 'HTTP 408'],
    ['302', { at: 'submit', kind: 'answer', status: 302, headers: { location: '/x' }, body: '' }, 'HTTP 302'],
    [
      '200 without an id',
      { at: 'submit', kind: 'answer', status: 200, body: { status: 'QUEUED' } },
      'HTTP 200',
    ],
    [
      '200 with a page',
      { at: 'submit', kind: 'answer', status: 200, body: html },
      'HTTP 200: 502 Bad Gateway',
    ],
    [
      '200 with an id that leads elsewhere',
      { at: 'submit', kind: 'answer', status: 200, body: { request_id: '..' } },
      'HTTP 200',
    ],
    [
      'cut after it was queued',
      { at: 'submit', kind: 'drop', accept: true },
      'UND_ERR_SOCKET: other side closed',
    ],
    ['no answer in time', { at: 'submit', kind: 'delay', ms: 600_000 }, 'timed out'],
    ['an answer that never ends', { at: 'submit', kind: 'endless' }, 'HTTP 200: timed out'],
  ];
  test.each(cases)('%s', async (_, fault, detail) => {
    lab.behave({ instead: file });
    lab.fault(fault);
    const outcome = await client(lab.url, { timeoutMs: 1000 }).submit(request);
    const answered = fault.kind === 'answer' && fault.status !== 200;
    const why = answered ? { why: 'answered', status: fault.status } : { why: whyOf[detail] ?? 'unreadable' };
    expect(outcome).toEqual({ kind: 'uncertain', detail, ...why });
    expect(asked()).toBe(1);
    expect(lab.submits().length).toBeLessThanOrEqual(1);
  });
});

describe('a rate limit is told as later, with the wait it asks for', () => {
  const cases: [string, () => Record<string, string>, [number, number] | undefined][] = [
    ['an ISO time', () => ({ 'x-rate-limit-reset-at-utc': inSeconds(20).toISOString() }), [19_000, 21_000]],
    [
      'a time without a zone',
      () => ({ 'x-rate-limit-reset-at-utc': inSeconds(20).toISOString().replace('T', ' ').replace('Z', '') }),
      [19_000, 21_000],
    ],
    ['epoch seconds', () => ({ 'x-rate-limit-reset-at-utc': `${+inSeconds(20) / 1000}` }), [19_000, 21_000]],
    ['epoch ms', () => ({ 'x-rate-limit-reset-at-utc': `${+inSeconds(20)}` }), [19_000, 21_000]],
    ['Retry-After in seconds', () => ({ 'retry-after': '7' }), [7_000, 7_000]],
    ['Retry-After as a date', () => ({ 'retry-after': inSeconds(20).toUTCString() }), [18_000, 21_000]],
    [
      'a time long past',
      () => ({ 'x-rate-limit-reset-at-utc': inSeconds(-500).toISOString() }),
      [1_000, 1_000],
    ],
    ['a time too far off', () => ({ 'retry-after': '86400' }), [120_000, 120_000]],
    ['nonsense', () => ({ 'retry-after': 'soon' }), undefined],
    ['nothing', () => ({}), undefined],
  ];
  const inSeconds = (seconds: number) => new Date(Date.now() + seconds * 1_000);
  test.each(cases)('%s', async (_, headers, range) => {
    lab.fault({
      at: 'submit',
      kind: 'answer',
      status: 429,
      headers: headers(),
      body: { error: 'Slow down' },
    });
    const outcome = await provider.submit(request);
    expect(outcome).toMatchObject({ kind: 'later', detail: 'HTTP 429: Slow down' });
    const afterMs = outcome.kind === 'later' ? outcome.afterMs : -1;
    if (!range) expect(afterMs).toBeUndefined();
    else {
      expect(afterMs).toBeGreaterThanOrEqual(range[0]);
      expect(afterMs).toBeLessThanOrEqual(range[1]);
    }
    expect(lab.submits()).toHaveLength(0);
    expect(asked()).toBe(1);
  });
});
