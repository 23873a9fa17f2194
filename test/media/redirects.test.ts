import { expect, test } from 'vitest';
import { fetchFrom, files, picture, refusal, serve } from './fixture.ts';

test('redirects are followed, relative ones too', async () => {
  const origin = await serve((request, response) => {
    if (request.url === '/one/a') response.writeHead(302, { location: '../two/b' }).end('moved');
    else if (request.url === '/two/b') response.writeHead(308, { location: '/c?d=e' }).end();
    else response.end(request.url === '/c?d=e' ? picture : 'wrong');
  });
  expect((await fetchFrom(`${origin}/one/a`)).bytes).toBe(picture.length);
});

test('five redirects are followed and a sixth is not', async () => {
  let asked = 0;
  const origin = await serve((request, response) => {
    asked += 1;
    const left = Number(request.url?.slice(1));
    if (left === 0) response.end(picture);
    else response.writeHead(302, { location: `/${left - 1}` }).end();
  });
  await files.remove((await fetchFrom(`${origin}/5`)).name);
  expect(asked).toBe(6);
  expect((await refusal(fetchFrom(`${origin}/6`))).code).toBe('link-redirects');
  expect(asked).toBe(12);
});

test('a redirect to a private address is refused, however it is written, and the address is never reached', async () => {
  let reached = false;
  const inside = new URL(
    await serve((_, response) => {
      reached = true;
      response.end(picture);
    }),
  );
  for (const target of [
    inside.href,
    `http://localhost:${inside.port}/`,
    `http://[::ffff:127.0.0.1]:${inside.port}/`,
  ]) {
    const origin = await serve((_, response) => response.writeHead(302, { location: target }).end());
    expect((await refusal(fetchFrom(origin))).code).toBe('link-private');
  }
  expect(reached).toBe(false);
});

test('a redirect to something that is not the web is refused', async () => {
  const origin = await serve((_, response) =>
    response.writeHead(301, { location: 'file:///etc/passwd' }).end(),
  );
  expect((await refusal(fetchFrom(origin))).code).toBe('link-invalid');
});

test('redirects cannot stretch the time', async () => {
  const origin = await serve((_, response) => {
    setTimeout(() => response.writeHead(302, { location: '/' }).end(), 150);
  });
  expect((await refusal(fetchFrom(origin, { timeoutMs: 400 }))).code).toBe('link-too-slow');
});
