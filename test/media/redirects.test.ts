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

test('credentials go to their own origin and not to another, not even when the way leads back', async () => {
  const seen: [string, string | undefined][] = [];
  let home = '';
  const elsewhere = await serve((request, response) => {
    seen.push(['elsewhere', request.headers.authorization]);
    response.writeHead(302, { location: `${home}/back` }).end();
  });
  home = await serve((request, response) => {
    seen.push([`home${request.url}`, request.headers.authorization]);
    if (request.url === '/start') response.writeHead(302, { location: '/near' }).end();
    else if (request.url === '/near') response.writeHead(302, { location: elsewhere }).end();
    else response.end(picture);
  });
  const asked: string[] = [];
  await fetchFrom(`${home}/start`, {
    allowedOrigins: [home, elsewhere],
    headersFor: (url) => {
      asked.push(url.href);
      return { authorization: 'Bearer secret' };
    },
  });
  expect(seen).toEqual([
    ['home/start', 'Bearer secret'],
    ['home/near', 'Bearer secret'],
    ['elsewhere', undefined],
    ['home/back', undefined],
  ]);
  expect(asked).toEqual([`${home}/start`]);
});

test('a link of another origin cannot borrow credentials by redirecting to where they belong', async () => {
  const seen: (string | undefined)[] = [];
  const home = await serve((request, response) => {
    seen.push(request.headers.authorization);
    response.end(picture);
  });
  const stranger = await serve((_, response) => response.writeHead(302, { location: home }).end());
  await fetchFrom(stranger, {
    allowedOrigins: [home, stranger],
    headersFor: (url): Record<string, string> =>
      url.origin === home ? { authorization: 'Bearer secret' } : {},
  });
  expect(seen).toEqual([undefined]);
});

test('redirects cannot stretch the time', async () => {
  const origin = await serve((_, response) => {
    setTimeout(() => response.writeHead(302, { location: '/' }).end(), 150);
  });
  expect((await refusal(fetchFrom(origin, { timeoutMs: 400 }))).code).toBe('link-too-slow');
});
