import { describe, expect, test } from 'vitest';
import { call, dataUrl, ended, instead, key, picture, submit, upload, useLab } from './client.ts';

const { start } = useLab();

describe('faults', () => {
  test.each(['submit', 'status', 'result', 'upload', 'credits', 'file'] as const)(
    'every kind works on %s and is over after its times',
    async (route) => {
      const at = await start();
      at.behave({ instead }, { jobs: Number.POSITIVE_INFINITY });
      const { request_id, status_url, response_url } = await submit(at);
      await ended(status_url);
      const output = String((await call(response_url)).json.output);
      const asks = {
        submit: () => call(`${at.url}/v2/esrgan`, { body: { image: picture(at) } }),
        status: () => call(status_url),
        result: () => call(response_url),
        upload: () => upload(at, [dataUrl('one')]),
        credits: () => call(`${at.url}/v1/get-user-credits`),
        file: () => call(output, { headers: {} }),
      };
      const ask = asks[route];
      expect(request_id).not.toBe('');

      at.fault({
        at: route,
        kind: 'answer',
        status: 503,
        headers: { 'retry-after': '7' },
        body: { error: 'no' },
      });
      const refused = await ask();
      expect([refused.status, refused.json, refused.headers.get('retry-after')]).toEqual([
        503,
        { error: 'no' },
        '7',
      ]);
      at.fault({ at: route, kind: 'answer', status: 502, body: '<h1>Bad Gateway</h1>', times: 2 });
      for (const _ of [1, 2])
        expect(await ask()).toMatchObject({ status: 502, type: 'text/html; charset=utf-8' });
      at.fault({ at: route, kind: 'drop' });
      await expect(ask()).rejects.toThrow('fetch failed');
      at.fault({ at: route, kind: 'delay', ms: 120 });
      const before = Date.now();
      expect((await ask()).status).toBe(200);
      expect(Date.now() - before).toBeGreaterThanOrEqual(110);

      const remove = at.fault({ at: route, kind: 'drop', times: Number.POSITIVE_INFINITY });
      for (const _ of [1, 2, 3]) await expect(ask()).rejects.toThrow('fetch failed');
      remove();
      expect((await ask()).status).toBe(200);
    },
  );

  test('an endless answer starts rightly and goes on for as long as one listens', async () => {
    const at = await start();
    at.fault({ at: 'credits', kind: 'endless' });
    const response = await fetch(`${at.url}/v1/get-user-credits`, { headers: { 'x-api-key': key } });
    expect(response.headers.get('content-length')).toBeNull();
    let text = '';
    const reader = response.body?.getReader();
    while (!/^\{"credits":100,"free-credits":0\} {2}/.test(text))
      text += Buffer.from((await reader?.read())?.value ?? []).toString();
    await reader?.cancel();
  });

  test.each([{ kind: 'answer', status: 504 }, { kind: 'drop' }] as const)(
    '$kind can come after the request was accepted and billed',
    async (fault) => {
      const at = await start();
      at.behave({ instead });
      at.fault({ at: 'submit', accept: true, ...fault });
      const outcome = await call(`${at.url}/v2/esrgan`, { body: { image: picture(at) } }).catch(
        () => 'dropped',
      );
      expect(outcome).toEqual(fault.kind === 'drop' ? 'dropped' : expect.objectContaining({ status: 504 }));
      const [only] = at.submits();
      expect(only).toMatchObject({ slug: 'esrgan', body: { image: picture(at) } });
      expect((await ended(`${at.url}/v2/requests/${only?.requestId}/status`)).json.status).toBe('COMPLETED');
      expect((await call(`${at.url}/v1/get-user-credits`)).json.credits).toBe(99.995);
    },
  );

  test('a fault that answers leaves nothing accepted', async () => {
    const at = await start();
    at.fault({ at: 'submit', kind: 'answer', status: 500, body: { error: 'no' } });
    at.fault({ at: 'submit', kind: 'drop' });
    await call(`${at.url}/v2/esrgan`, { body: { image: picture(at) } });
    await call(`${at.url}/v2/esrgan`, { body: { image: picture(at) } }).catch(() => {});
    expect(at.submits()).toEqual([]);
  });
});
