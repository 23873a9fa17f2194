/** Looks cost nothing and are repeated, but not for ever. */
import { beforeEach, describe, expect, test } from 'vitest';
import { type Provider, ProviderUnavailable } from '../../src/core/provider/provider.ts';
import type { Fault, Route } from '../../src/lab/server/faults.ts';
import type { Lab } from '../../src/lab/server/server.ts';
import { client, finished, operation, server, lab as startLab, thrown } from './servers.ts';

let lab: Lab;
let provider: Provider;
beforeEach(async () => {
  lab = await startLab();
  provider = client(lab.url);
});

const count = (route: Route) => lab.log.filter((entry) => entry.route === route).length;
const html = '<html><head><title>502 Bad Gateway</title></head><body><h1>502</h1></body></html>';

describe('reads are repeated', () => {
  const passing: [string, Fault][] = [
    ['502', { at: 'result', times: 2, kind: 'answer', status: 502, body: html }],
    ['404', { at: 'result', times: 2, kind: 'answer', status: 404, body: {} }],
    ['a cut connection', { at: 'result', times: 2, kind: 'drop' }],
    ['a page', { at: 'result', times: 2, kind: 'answer', status: 200, body: html }],
  ];
  test.each(passing)('a result after %s', async (_, fault) => {
    const operation = await finished(lab, provider);
    lab.fault(fault);
    expect((await provider.result(operation)).url).toContain(lab.url);
    expect(count('result')).toBe(3);
  });
  test('a result that stays away is unavailable after four tries', async () => {
    const operation = await finished(lab, provider);
    lab.fault({ at: 'result', kind: 'answer', status: 503, body: '', times: Number.POSITIVE_INFINITY });
    expect(await thrown(provider.result(operation))).toBeInstanceOf(ProviderUnavailable);
    expect(count('result')).toBe(4);
  });
  test('a result that is gone is lost', async () => {
    const operation = await finished(lab, provider);
    lab.fault({ at: 'result', kind: 'answer', status: 404, body: {}, times: Number.POSITIVE_INFINITY });
    expect(await thrown(provider.result(operation))).toMatchObject({ name: 'Failure', code: 'lost' });
  });
  test('a long wait is handed to the caller instead of slept through', async () => {
    lab.fault({ at: 'credits', kind: 'answer', status: 429, headers: { 'retry-after': '60' }, body: {} });
    expect(await thrown(provider.credits())).toMatchObject({ name: 'ProviderUnavailable', afterMs: 60_000 });
    expect(count('credits')).toBe(1);
  });

  test('a job that is not ready after all is asked about again', async () => {
    let asked = 0;
    const api = await server(() => {
      asked += 1;
      return asked < 3 ? { status: 'PROCESSING' } : { status: 'COMPLETED', output: 'https://x.example/a' };
    });
    expect(await client(api.url).result(operation())).toEqual({
      url: 'https://x.example/a',
      cost: undefined,
    });
  });

  test('stopping ends the wait between two tries', async () => {
    const stop = new AbortController();
    lab.fault({ at: 'credits', kind: 'answer', status: 502, body: html, times: Number.POSITIVE_INFINITY });
    const patient = client(lab.url, { backoffMs: 600_000 });
    const error = thrown(patient.credits({ signal: stop.signal }));
    await expect.poll(() => count('credits')).toBe(1);
    stop.abort(new Error('enough'));
    expect(await error).toMatchObject({ message: 'enough' });
  });
});

describe('the balance', () => {
  test('is read in dollars', async () => {
    lab.setBalance(12.5);
    expect(await provider.credits()).toMatchObject({ credits: 12.5 });
  });
  test('of an account that has none is zero', async () => {
    lab.fault({
      at: 'credits',
      kind: 'answer',
      status: 404,
      body: { error: 'No credits found for the user' },
    });
    expect(await provider.credits()).toEqual({ credits: 0, free: 0 });
  });
  test('is refused with a wrong key', async () => {
    expect(await thrown(client(lab.url, { key: 'SG_wrong' }).credits())).toMatchObject({
      code: 'provider-key',
    });
  });
});
