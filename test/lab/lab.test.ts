import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { call, ended, instead, looseSchema, picture, submit, useLab } from './client.ts';

const { start, forget } = useLab();

describe('the life of a request', () => {
  test('a request goes from QUEUED through PROCESSING to COMPLETED and its result is a link to the file', async () => {
    const at = await start();
    at.behave({ instead, queuedMs: 700, processingMs: 700 });
    const { request_id, status_url, response_url } = await submit(at);
    expect(status_url).toBe(`${at.url}/v2/requests/${request_id}/status`);
    expect(response_url).toBe(`${at.url}/v2/requests/${request_id}`);

    const seen: unknown[] = [];
    let last = await call(status_url);
    expect(last.json).toEqual({ status: 'QUEUED', request_id, status_url, response_url, metrics: {} });
    for (; last.json.status !== 'COMPLETED'; last = await call(status_url))
      if (seen.at(-1) !== last.json.status) seen.push(last.json.status);
    expect(seen).toEqual(['QUEUED', 'PROCESSING']);
    expect(Object.keys(last.json).sort()).toEqual(['metrics', 'request_id', 'status']);
    const metrics = z.record(z.string(), z.number()).parse(last.json.metrics);
    expect(Object.keys(metrics).sort()).toEqual([
      'cost',
      'inference_time',
      'queue_time',
      'remaining_credits',
      'total_time',
    ]);
    expect(metrics).toMatchObject({ cost: 0.005, remaining_credits: 99.995 });
    expect(metrics.total_time).toBeGreaterThan(1.3);

    const result = await call(response_url);
    expect(result.status).toBe(200);
    expect(result.json).toMatchObject({ status: 'COMPLETED', error: null, metrics });
    const output = z.url().parse(result.json.output);
    expect(result.json.images).toEqual([
      { url: output, content_type: 'image/png', file_name: output.split('/').at(-1), file_size: 9 },
    ]);
    const file = await call(output, { headers: {} });
    expect([file.status, file.type, file.headers.get('content-length'), file.text]).toEqual([
      200,
      'image/png',
      '9',
      'a picture',
    ]);
  });

  test('before completion the result address answers with the status', async () => {
    const at = await start();
    at.behave({ instead, queuedMs: 60_000 });
    const { response_url, status_url } = await submit(at);
    expect((await call(response_url)).json).toEqual((await call(status_url)).json);
  });

  test('a failed request is 422 on both addresses, with timings only, and costs nothing', async () => {
    const at = await start();
    at.behave({ fail: ['no', { face: 'found' }] });
    const { status_url, response_url } = await submit(at);
    const status = await ended(status_url);
    expect(status.status).toBe(422);
    expect(status.json).toMatchObject({ status: 'FAILED', error: ['no', { face: 'found' }] });
    expect(Object.keys(looseSchema.parse(status.json.metrics)).sort()).toEqual([
      'inference_time',
      'queue_time',
    ]);
    const result = await call(response_url);
    expect([result.status, result.text]).toEqual([422, status.text]);
    expect((await call(`${at.url}/v1/get-user-credits`)).json).toEqual({ credits: 100, 'free-credits': 0 });
  });

  test('a failure can also show as 200 with a detail list', async () => {
    const at = await start();
    at.behave({ fail: 'not allowed', failAs: 200 });
    const status = await ended((await submit(at)).status_url);
    expect(status.status).toBe(200);
    expect(status.json).toMatchObject({
      status: 'FAILED',
      detail: [{ loc: ['body'], msg: 'not allowed', type: 'content_policy_violation' }],
    });
    expect(status.json.error).toBeUndefined();
  });

  test('one request works at a time and the others wait in their order', async () => {
    const at = await start({ parallel: 1 });
    at.behave({ instead, processingMs: 1200 }, { jobs: Number.POSITIVE_INFINITY });
    const submitted = [await submit(at), await submit(at), await submit(at)];
    const queued: number[] = [];
    for (const { status_url } of submitted) {
      const { metrics } = (await ended(status_url)).json;
      queued.push(z.looseObject({ queue_time: z.number() }).parse(metrics).queue_time);
    }
    // Each waits for the 1200 ms of those before it, less the few it was submitted later.
    const [first = 0, second = 0, third = 0] = queued;
    expect(first).toBeLessThan(0.8);
    expect(second).toBeGreaterThan(0.6);
    expect(third).toBeGreaterThan(second + 0.6);
  });

  test('after its time a request is unknown and its file is gone', async () => {
    const at = await start({ recordMs: 2000 });
    at.behave({ instead });
    const { request_id, status_url, response_url } = await submit(at);
    await ended(status_url);
    const output = String((await call(response_url)).json.output);
    await expect.poll(async () => (await call(status_url)).status).toBe(404);
    expect((await call(response_url)).json).toEqual({ error: `Request ${request_id} not found` });
    await expect.poll(async () => (await call(output, { headers: {} })).status).toBe(404);
  });

  test.each([
    ['video', { video: expect.objectContaining({ content_type: 'image/png' }) }],
    ['images', { images: [expect.objectContaining({ content_type: 'image/png' })] }],
    ['nowhere', {}],
  ] as const)('the result can stand in %s alone', async (resultIn, shape) => {
    const at = await start();
    at.behave({ instead, resultIn });
    const { status_url, response_url } = await submit(at);
    await ended(status_url);
    const { status, error, metrics, lab: marked, ...rest } = (await call(response_url)).json;
    expect([status, error, marked, typeof metrics]).toEqual(['COMPLETED', null, true, 'object']);
    expect(rest).toEqual(shape);
  });

  test('the three addresses can be left out of the submit answer', async () => {
    const at = await start();
    at.behave({ instead, withoutUrls: true });
    const { json } = await call(`${at.url}/v2/esrgan`, { body: { image: picture(at) } });
    expect(Object.keys(json).sort()).toEqual(['request_id', 'status']);
    expect((await ended(`${at.url}/v2/requests/${json.request_id}/status`)).json.status).toBe('COMPLETED');
  });

  test('closing ends a request that is still waiting at once', async () => {
    const at = await start();
    at.behave({ instead, processingMs: 3_600_000 });
    await submit(at);
    const before = Date.now();
    await at.close();
    forget();
    expect(Date.now() - before).toBeLessThan(2000);
  });
});

describe('v1', () => {
  test('blocks and answers with the bytes and what they cost', async () => {
    const at = await start();
    at.behave({ instead });
    const answer = await call(`${at.url}/v1/esrgan`, { body: { image: picture(at) } });
    expect([answer.status, answer.type, answer.text]).toEqual([200, 'image/png', 'a picture']);
    const header = (name: string) => answer.headers.get(name) ?? '';
    expect(header('x-request-id')).toMatch(/^[0-9a-f]{32}$/);
    expect(header('x-cost')).toBe('0.005');
    expect(header('x-remaining-credits')).toBe('99.995');
    expect(Number(header('x-generation-time'))).toBeGreaterThanOrEqual(0);
    expect(Date.parse(header('x-rate-limit-reset-at-utc'))).toBeGreaterThan(Date.now() - 1000);
  });

  test('refuses and fails in JSON', async () => {
    const at = await start();
    const refused = await call(`${at.url}/v1/esrgan`, { body: { image: picture(at), scale: 3 } });
    expect([refused.status, refused.json.error]).toEqual([400, 'scale: Input should be one of 2, 4, 8']);
    at.behave({ fail: 'broken' });
    const failed = await call(`${at.url}/v1/esrgan`, { body: { image: picture(at) } });
    expect([failed.status, failed.json]).toEqual([500, { error: 'broken' }]);
  });
});

test('the log has every request with its route, key, model, id and body', async () => {
  const at = await start({ replyDelayMs: 30 });
  at.behave({ instead });
  const before = Date.now();
  const { request_id, status_url } = await submit(at);
  expect(Date.now() - before).toBeGreaterThanOrEqual(29);
  await call(status_url);
  await call(`${at.url}/nowhere?a=1`, { headers: {} });
  const entry = { method: 'GET', at: expect.any(Number) };
  expect(at.log).toEqual([
    {
      ...entry,
      route: 'submit',
      method: 'POST',
      path: '/v2/esrgan',
      key: true,
      slug: 'esrgan',
      requestId: request_id,
      body: { image: picture(at) },
    },
    {
      ...entry,
      route: 'status',
      path: `/v2/requests/${request_id}/status`,
      key: true,
      requestId: request_id,
    },
    { ...entry, route: 'unknown', path: '/nowhere?a=1', key: false },
  ]);
});
