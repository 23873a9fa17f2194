/** Jobs at the lab, from the first look to the file: what each answer of the provider means. */
import { beforeEach, describe, expect, test, vi } from 'vitest';
import type { Checked, Provider } from '../../src/core/provider/provider.ts';
import type { Behaviour, Fault, Route } from '../../src/lab/server/faults.ts';
import type { Lab } from '../../src/lab/server/server.ts';
import { client, ended, file, finished, request, lab as startLab, submitted, thrown } from './servers.ts';

let lab: Lab;
let provider: Provider;
beforeEach(async () => {
  lab = await startLab();
  provider = client(lab.url);
});

const count = (route: Route) => lab.log.filter((entry) => entry.route === route).length;

const accepted = (behaviour?: Behaviour) => submitted(lab, provider, behaviour);
const completed = (behaviour?: Behaviour) => finished(lab, provider, behaviour);

const html = '<html><head><title>502 Bad Gateway</title></head><body><h1>502</h1></body></html>';
const key = 'The provider does not accept the key of this bot. Ask the owner to check SEGMIND_API_KEY.';
const forbidden = 'The provider does not allow this bot to use this model. Ask the owner.';

describe('a job that runs through', () => {
  test('is accepted, seen on its way, completed with its cost, and its file is named', async () => {
    const operation = await accepted({ queuedMs: 500, processingMs: 500 });
    const seen = new Set<string>();
    await vi.waitFor(
      async () => {
        seen.add((await provider.check(operation)).kind);
        expect(seen).toContain('completed');
      },
      { interval: 5, timeout: 50_000 },
    );
    expect([...seen]).toEqual(['queued', 'processing', 'completed']);
    expect(await provider.check(operation)).toMatchObject({
      kind: 'completed',
      cost: 0.005,
      left: expect.any(Number),
    });
    const { url, cost } = await provider.result(operation);
    expect(cost).toBe(0.005);
    expect(new Uint8Array(await (await fetch(url)).arrayBuffer())).toEqual(file.bytes);
    expect(lab.submits()).toMatchObject([{ requestId: operation.requestId, ...request }]);
  });

  test.each(['output', 'video', 'images'] as const)('gives its file in %s', async (resultIn) => {
    const { url } = await provider.result(await completed({ resultIn }));
    expect(url).toContain(`${lab.url}/`);
  });

  test('is found by its id when the submit names no links', async () => {
    const operation = await completed({ withoutUrls: true });
    expect((await provider.result(operation)).url).toContain(lab.url);
  });

  test('without a file anywhere is unreadable, and asking is not repeated', async () => {
    const operation = await completed({ resultIn: 'nowhere' });
    const error = await thrown(provider.result(operation));
    expect(error).toMatchObject({ name: 'Failure', code: 'result-unreadable' });
    expect(count('result')).toBe(1);
  });
});

describe('a job that fails', () => {
  const failed = (detail: string) =>
    `The provider could not finish the job (${detail}). Try again or change the settings.`;
  const moderated = (detail: string) =>
    `The provider refused the content (${detail}). Choose another file or prompt.`;
  const cases: [string, Behaviour, string][] = [
    ['422 with text', { fail: 'CUDA out of memory' }, failed('CUDA out of memory')],
    ['422 with an object', { fail: { message: 'no frames', code: 7 } }, failed('no frames')],
    [
      '422 with an array',
      { fail: [{ msg: 'too dark' }, { msg: 'too small' }] },
      failed('too dark; too small'),
    ],
    ['422 with nothing to say', { fail: '' }, failed('it gave no reason')],
    ['422 with a policy token', { fail: 'content_policy_violation' }, moderated('content policy violation')],
    ['422 with NSFW', { fail: 'Output flagged as NSFW.' }, moderated('Output flagged as NSFW')],
    [
      '200 with a detail array',
      { fail: [{ loc: ['body', 'scale'], msg: 'scale is odd', type: 'value_error' }], failAs: 200 },
      failed('scale is odd'),
    ],
    [
      '200 with a policy type',
      { fail: [{ loc: [], msg: 'It cannot be shown', type: 'content_policy_violation' }], failAs: 200 },
      moderated('It cannot be shown'),
    ],
  ];
  test.each(cases)('is told from %s, by status and by result', async (_, behaviour, sentence) => {
    const operation = await accepted(behaviour);
    const checked = await ended(provider, operation);
    expect(checked.kind === 'failed' && checked.failure.message).toBe(sentence);
    expect(await thrown(provider.result(operation))).toMatchObject({ name: 'Failure', message: sentence });
    expect(lab.submits()).toHaveLength(1);
  });
});

describe('a look at a job', () => {
  const cases: [string, Fault, Checked][] = [
    [
      '404',
      { at: 'status', kind: 'answer', status: 404, body: { error: 'Request x not found' } },
      { kind: 'missing' },
    ],
    ['404 with a page', { at: 'status', kind: 'answer', status: 404, body: html }, { kind: 'missing' }],
    [
      '429',
      { at: 'status', kind: 'answer', status: 429, headers: { 'retry-after': '9' }, body: {} },
      { kind: 'unclear', afterMs: 9_000, detail: 'HTTP 429' },
    ],
    [
      '502 with a page',
      { at: 'status', kind: 'answer', status: 502, body: html },
      { kind: 'unclear', afterMs: undefined, detail: 'HTTP 502: 502 Bad Gateway' },
    ],
    [
      'a 200 that is no JSON',
      { at: 'status', kind: 'answer', status: 200, body: html },
      { kind: 'unclear', afterMs: undefined, detail: 'HTTP 200' },
    ],
    [
      'a cut connection',
      { at: 'status', kind: 'drop' },
      { kind: 'unclear', afterMs: undefined, detail: 'UND_ERR_SOCKET: other side closed' },
    ],
    [
      'a new state',
      { at: 'status', kind: 'answer', status: 200, body: { status: 'WARMING' } },
      { kind: 'unknown', detail: 'WARMING' },
    ],
    [
      'another word for running',
      { at: 'status', kind: 'answer', status: 200, body: { status: 'in-progress' } },
      { kind: 'processing' },
    ],
    [
      'another word for waiting',
      { at: 'status', kind: 'answer', status: 200, body: { status: 'pending' } },
      { kind: 'queued' },
    ],
    [
      'another word for done',
      { at: 'status', kind: 'answer', status: 200, body: { status: 'succeeded' } },
      { kind: 'completed', cost: undefined, left: undefined },
    ],
    [
      'COMPLETED under an error code, with a cost as text',
      { at: 'status', kind: 'answer', status: 500, body: { status: 'COMPLETED', metrics: { cost: '0.25' } } },
      { kind: 'completed', cost: 0.25, left: undefined },
    ],
    [
      'COMPLETED without a cost',
      { at: 'status', kind: 'answer', status: 200, body: { status: 'COMPLETED' } },
      { kind: 'completed', cost: undefined, left: undefined },
    ],
    [
      'an error envelope that says failed in its own sense',
      { at: 'status', kind: 'answer', status: 429, body: { status: 'failed', error: 'rate' } },
      { kind: 'unclear', afterMs: undefined, detail: 'HTTP 429: rate' },
    ],
  ];
  test.each(cases)('%s', async (_, fault, expected) => {
    const operation = await accepted();
    const remove = lab.fault(fault);
    expect(await provider.check(operation)).toEqual(expected);
    remove();
    expect(count('status')).toBe(1);
    expect((await ended(provider, operation)).kind).toBe('completed');
  });

  const stopped = 'The provider stopped the job before it was finished (worker stopped). Run it again.';
  const slow =
    'The job took longer than the provider lets one take (worker stopped). Try a smaller file or lighter settings.';
  const rejected =
    'The provider took the job and then rejected it (worker stopped). Try another file or other settings.';
  const broken = 'The provider could not finish the job (worker stopped). Try again or change the settings.';
  test.each([
    ['CANCELLED', stopped],
    ['Canceled', stopped],
    ['aborted', stopped],
    ['ERROR', broken],
    ['Failure', broken],
    ['TIMEOUT', slow],
    ['timed out', slow],
    ['EXPIRED', slow],
    ['rejected', rejected],
  ])('%s is an end, with its own sentence, also where the result is asked for', async (status, sentence) => {
    const operation = await accepted();
    const body = { status, error: 'worker stopped' };
    for (const at of ['status', 'result'] as const) lab.fault({ at, kind: 'answer', status: 200, body });
    const checked = await provider.check(operation);
    expect(checked.kind === 'failed' && checked.failure.message).toBe(sentence);
    expect(await thrown(provider.result(operation))).toMatchObject({ name: 'Failure', message: sentence });
  });

  test('an end by any word for content that was refused says that', async () => {
    const operation = await accepted();
    const body = { status: 'REJECTED', error: 'content_policy_violation' };
    lab.fault({ at: 'status', kind: 'answer', status: 200, body });
    expect(await provider.check(operation)).toMatchObject({ failure: { code: 'provider-moderation' } });
  });

  test.each([
    [401, key],
    [403, forbidden],
  ])('%d says what the owner must do', async (status, sentence) => {
    const operation = await accepted();
    lab.fault({ at: 'status', kind: 'answer', status, body: { error: 'no' } });
    const checked = await provider.check(operation);
    expect(checked.kind === 'refused' && checked.failure.message).toBe(sentence);
  });
});
