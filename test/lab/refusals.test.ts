import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, test } from 'vitest';
import { photo } from '../helpers/sample-media.ts';
import { call, ended, instead, key, picture, submit, useLab } from './client.ts';

const { start } = useLab();

describe('what is refused', () => {
  test.each([
    ['no key', {}, 'Missing Authorization or x-api-key in header'],
    ['another key', { 'x-api-key': 'SG_other' }, 'Unauthorized. API key is invalid or may have expired'],
    [
      'a bearer token',
      { authorization: `Bearer ${key}` },
      'Unauthorized. API key is invalid or may have expired',
    ],
  ])('%s is answered with 401', async (_, headers, error) => {
    const at = await start();
    for (const path of ['/v1/get-user-credits', '/v2/requests/x', '/v2/requests/x/status'])
      expect(await call(at.url + path, { headers: { ...headers } })).toMatchObject({
        status: 401,
        json: { error },
      });
    for (const path of ['/v2/esrgan', '/v1/esrgan', '/upload-asset'])
      expect(await call(at.url + path, { headers: { ...headers }, body: {} })).toMatchObject({
        status: 401,
        json: { error },
      });
    expect(at.submits()).toEqual([]);
  });

  test('without a key of its own the lab takes any key but not none', async () => {
    const at = await start({ anyKey: true });
    const ask = async (headers: Record<string, string>) =>
      (await call(`${at.url}/v1/get-user-credits`, { headers })).status;
    expect([await ask({ 'x-api-key': 'x' }), await ask({})]).toEqual([200, 401]);
  });

  test.each([
    ['another content type', '/v2/esrgan', { 'content-type': 'text/plain' }, 406, 'Invalid content type'],
    ['an unknown model', '/v2/nothing', {}, 404, 'Model nothing not found'],
    ['a body that is not JSON', '/v2/esrgan', {}, 400, 'Request body must be a JSON object'],
  ])('%s', async (_, path, headers, status, error) => {
    const at = await start();
    const all = { 'x-api-key': key, 'content-type': 'application/json', ...headers };
    expect(await call(at.url + path, { headers: all, body: 'nonsense' })).toMatchObject({
      status,
      json: { error },
    });
  });

  test('an unknown path and an unknown request are 404 as JSON', async () => {
    const at = await start();
    expect(await call(`${at.url}/v3/else`)).toMatchObject({ status: 404, json: { error: 'Not Found' } });
    const unknown = { status: 404, json: { error: 'Request abc not found' } };
    expect(await call(`${at.url}/v2/requests/abc`)).toMatchObject(unknown);
    expect(await call(`${at.url}/v2/requests/abc/status`)).toMatchObject(unknown);
  });

  test.each([
    ['GET', '/v2/esrgan'],
    ['GET', '/v1/esrgan'],
    ['GET', '/upload-asset'],
    ['POST', '/v1/get-user-credits'],
    ['POST', '/v2/requests/abc/status'],
    ['DELETE', '/v2/requests/abc'],
  ])('%s %s is 405 with a web page', async (method, path) => {
    const at = await start();
    const answer = await call(at.url + path, { method });
    expect([answer.status, answer.type]).toEqual([405, 'text/html; charset=utf-8']);
    expect(answer.text).toMatch(/<h1>/);
  });

  test('a balance below the price is 402, counting what is still being worked on', async () => {
    const at = await start({ balance: 0.012 });
    at.behave({ instead, processingMs: 3_600_000 }, { jobs: 2 });
    await submit(at);
    await submit(at);
    const third = await call(`${at.url}/v2/esrgan`, { body: { image: picture(at) } });
    expect(third.status).toBe(402);
    expect(third.json.error).toMatch(/^Insufficient credits\. You have 0\.012 credits/);
    expect(at.submits()).toHaveLength(2);
    at.setBalance(1);
    await submit(at);
  });
});

describe('settings', () => {
  const bad = { scale: 3, quality: 'high' };
  const text = 'quality: Input should be an integer from 10 to 100; scale: Input should be one of 2, 4, 8';

  test('a bad value is taken and fails later, as observed', async () => {
    const at = await start();
    const { status_url } = await submit(at, bad);
    expect(await ended(status_url)).toMatchObject({
      status: 422,
      json: { error: expect.stringContaining('scale') },
    });
    expect(at.submits()).toHaveLength(1);
  });

  test('in strict mode it is refused with 400', async () => {
    const at = await start({ validation: 400 });
    const answer = await call(`${at.url}/v2/esrgan`, { body: { image: picture(at), ...bad } });
    expect(answer).toMatchObject({ status: 400, json: { error: text } });
    expect(at.submits()).toEqual([]);
  });

  test('in the fixed-set mode a value outside its set is refused with 406, anything else with 400', async () => {
    const at = await start({ validation: 406 });
    const image = picture(at);
    expect((await call(`${at.url}/v2/esrgan`, { body: { image, scale: 3 } })).status).toBe(406);
    expect((await call(`${at.url}/v2/esrgan`, { body: { image, quality: 5 } })).status).toBe(400);
    expect((await call(`${at.url}/v2/esrgan`, { body: {} })).json.error).toBe('image: Field required');
  });

  test('a number may come as text, and keys it does not know are ignored', async () => {
    const at = await start({ validation: 400 });
    at.behave({ instead }, { jobs: 3 });
    await submit(at, { scale: '4', face_enhance: true });
    await submit(at, { frames: '25', fps: 12, base64: true }, 'svd');
    const numbers = { frame_multiplier: '2', output_fps: 30, input_video: 'https://example.com/a.mp4' };
    await submit(at, numbers, 'video-frame-interpolation');
  });

  test('the two numbers that interpolation needs are not filled in', async () => {
    const at = await start({ validation: 400 });
    const body = { input_video: 'https://example.com/a.mp4' };
    expect((await call(`${at.url}/v2/video-frame-interpolation`, { body })).json.error).toBe(
      'frame_multiplier: Field required; output_fps: Field required',
    );
  });

  test('a link elsewhere is not fetched unless it is allowed', async () => {
    let asked = 0;
    const other = createServer(async (_, response) => {
      asked += 1;
      response.end(await photo({ width: 32, height: 24 }));
    });
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    try {
      const image = `http://127.0.0.1:${(other.address() as AddressInfo).port}/a.jpg`;
      const at = await start({ allowLinks: ({ href }) => href === image });
      expect((await ended((await submit(at, { image: `${image}?` })).status_url)).status).toBe(422);
      expect(asked).toBe(0);
      expect((await ended((await submit(at, { image })).status_url)).json.status).toBe('COMPLETED');
      expect(asked).toBe(1);
    } finally {
      other.closeAllConnections();
      await new Promise((resolve) => other.close(resolve));
    }
  });

  test.each([
    ['file:///etc/passwd', 'The source must be an HTTP or HTTPS URL.'],
    ['/etc/passwd', 'The source must be an HTTP or HTTPS URL.'],
    ['data:image/png,abc', 'The data URL is not base64.'],
  ])('the source %s fails', async (image, error) => {
    const at = await start();
    expect(await ended((await submit(at, { image })).status_url)).toMatchObject({
      status: 422,
      json: { error },
    });
  });

  test('a path that climbs out of the files is not found', async () => {
    const at = await start();
    const image = `${at.url}/files/..%2f..%2fetc%2fpasswd`;
    expect((await ended((await submit(at, { image })).status_url)).json.error).toMatch(/404/);
    expect((await call(image, { headers: {} })).status).toBe(404);
  });
});
