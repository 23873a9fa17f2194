import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isPublicAddress, publicLookup, type Resolve } from '../../src/core/media/address-guard.ts';
import { createFetcher } from '../../src/core/media/fetch.ts';
import { cleanup, fetchFrom, files, picture, refusal, serve } from './fixture.ts';

test.each([
  'http://127.0.0.1/',
  'http://127.0.0.1./',
  'http://127.1/',
  'http://2130706433/',
  'http://0x7f.1/',
  'http://0177.0.0.1/',
  'http://１２７.0.0.1/',
  'http://0/',
  'http://localhost/',
  'http://LOCALHOST./',
  'http://files.localhost/',
  'http://[::1]/',
  'http://[::]/',
  'http://[::127.0.0.1]/',
  'http://[::ffff:127.0.0.1]/',
  'http://[::ffff:7f00:1]/',
  'http://[64:ff9b::127.0.0.1]/',
  'http://[64:ff9b:1::7f00:1]/',
  'http://[2002:7f00:1::]/',
  'http://[2001:0:5ef5:79fd::80ff:fffe]/',
  'http://[fe80::1]/',
  'http://[fec0::1]/',
  'http://[ff02::1]/',
  'http://[2001:db8::1]/',
  'https://[fd00:ec2::254]/',
  'http://10.0.0.1/',
  'http://172.31.255.255/',
  'http://192.168.1.1/',
  'http://100.64.0.1/',
  'http://100.100.100.200/',
  'http://169.254.169.254/latest/meta-data/',
  'http://168.63.129.16/',
  'http://192.0.0.192/',
  'http://192.0.2.1/',
  'http://198.18.0.1/',
  'http://224.0.0.1/',
  'http://240.0.0.1/',
  'http://255.255.255.255/',
])('%s is refused without a connection', async (link) => {
  expect(await refusal(fetchFrom(link, { timeoutMs: 2000 }))).toMatchObject({ code: 'link-private' });
});

test('a private address is refused even where a server is listening, and the server is never reached', async () => {
  let connections = 0;
  const origin = await serve((_, response) => {
    connections += 1;
    response.end(picture);
  });
  const { port } = new URL(origin);
  for (const host of ['127.0.0.1', 'localhost', '[::ffff:127.0.0.1]', '2130706433'])
    expect((await refusal(fetchFrom(`http://${host}:${port}/`, { allowedOrigins: [] }))).code).toBe(
      'link-private',
    );
  expect(connections).toBe(0);
});

test('an origin is vouched for with its port, not as a host', async () => {
  const other = await serve((_, response) => response.end(picture));
  const origin = await serve((_, response) => response.end(picture));
  expect((await refusal(fetchFrom(origin, { allowedOrigins: [other] }))).code).toBe('link-private');
});

test('a name is refused when only one of its addresses is private, and is asked about once for each connection', async () => {
  let lookups = 0;
  let connections = 0;
  const { port } = new URL(
    await serve((_, response) => {
      connections += 1;
      response.end(picture);
    }),
  );
  // The second answer would be the private one alone: the trick of DNS rebinding.
  const resolve: Resolve = async () => {
    lookups += 1;
    const honest = { address: '198.51.101.1', family: 4 };
    const inside = { address: '127.0.0.1', family: 4 };
    return lookups === 1 ? [honest, inside] : [inside];
  };
  const misled = createFetcher({ resolve });
  cleanup.push(() => misled.close());
  const options = { maxBytes: 1_000_000, timeoutMs: 5000 };
  const failure = await refusal(misled.fetchTo(`http://pictures.example:${port}/a.jpg`, files, options));
  expect(failure).toEqual({ code: 'link-private', facts: { host: 'pictures.example' } });
  expect({ lookups, connections }).toEqual({ lookups: 1, connections: 0 });
});

test('the addresses that were judged are the ones a socket is given', async () => {
  const addresses = [
    { address: '93.184.215.14', family: 4 },
    { address: '2606:2800:21f:cb07:6820:80da:af6b:8b2c', family: 6 },
  ];
  const look = publicLookup(async () => addresses);
  const ask = (all: boolean) =>
    new Promise((resolve) => look('example.com', { all }, (...answer) => resolve(answer)));
  expect(await ask(true)).toEqual([null, addresses]);
  expect(await ask(false)).toEqual([null, '93.184.215.14', 4]);
  for (const answer of [[], [...addresses, { address: '10.0.0.1', family: 4 }]]) {
    const refusing = publicLookup(async () => answer);
    const error = await new Promise((resolve) => refusing('inside.example', { all: true }, resolve));
    expect(error).toMatchObject({ code: 'link-private', facts: { host: 'inside.example' } });
  }
});

test('no IPv4 address changes sides by being written as IPv6', () => {
  fc.assert(
    fc.property(fc.ipV4(), (address) => {
      const [a = 0, b = 0, c = 0, d = 0] = address.split('.').map(Number);
      const hex = `${((a << 8) | b).toString(16)}:${((c << 8) | d).toString(16)}`;
      expect(isPublicAddress(`::ffff:${address}`)).toBe(isPublicAddress(address));
      expect(isPublicAddress(`64:ff9b::${hex}`)).toBe(isPublicAddress(address));
      for (const tunnel of [
        `::${hex}`,
        `2002:${hex}::`,
        `2001:0:${hex}::`,
        `64:ff9b:1::${hex}`,
        `::ffff:0:${hex}`,
      ])
        expect(isPublicAddress(tunnel)).toBe(false);
    }),
  );
});

test('every address inside a private or reserved block is refused, and ordinary ones are not', () => {
  const blocks = [
    [0x00000000, 8],
    [0x0a000000, 8],
    [0x64400000, 10],
    [0x7f000000, 8],
    [0xa9fe0000, 16],
    [0xac100000, 12],
    [0xc0000000, 24],
    [0xc0a80000, 16],
    [0xc6120000, 15],
    [0xe0000000, 3],
  ] as const;
  const inBlock = fc
    .tuple(fc.constantFrom(...blocks), fc.nat(0xffffffff))
    .map(([[start, bits], random]) => (start | (random & (0xffffffff >>> bits))) >>> 0);
  const dotted = (value: number) => [24, 16, 8, 0].map((shift) => (value >>> shift) & 255).join('.');
  fc.assert(fc.property(inBlock, (value) => !isPublicAddress(dotted(value))));
  for (const address of [
    '1.1.1.1',
    '9.255.255.255',
    '11.0.0.0',
    '172.15.255.255',
    '172.32.0.0',
    '100.128.0.0',
    '223.255.255.255',
    '2606:4700:4700::1111',
  ])
    expect(isPublicAddress(address), address).toBe(true);
  for (const nonsense of ['', 'localhost', '1.1.1.1 ', 'fe80::1%eth0', '999.1.1.1', '0x7f.1'])
    expect(isPublicAddress(nonsense), nonsense).toBe(false);
});
