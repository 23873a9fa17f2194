/** What is let in at the page, and what is not; what a window is told; who is who. */
import { once } from 'node:events';
import { request } from 'undici';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { photo } from '../helpers/sample-media.ts';
import { type Harness, openHarness, textOf, type Visitor } from './harness.ts';

let harness: Harness;
let ann: Visitor;
let bob: Visitor;
let picture: Buffer;
let keys = 0;
const key = () => {
  keys += 1;
  return `key-${keys}-of-a-page`;
};
beforeAll(async () => {
  harness = await openHarness();
  [ann, bob] = await Promise.all([harness.enter('ann'), harness.enter('bob')]);
  picture = await photo({ width: 60, height: 40 });
});
afterAll(() => harness.close());

const url = () => harness.platform.url() ?? '';
const said = async (by: Visitor, text: string, files: readonly unknown[] = []) => {
  const its = key();
  const { answer } = await by.post('/say', { key: its, text, files });
  return { id: `m-${its}`, answer };
};
const posted = async (by: Visitor) => (await said(by, '', [await by.upload('lake.jpg', picture)])).id;

describe('what is let in', () => {
  it('is asked for by this machine’s own names alone: another name may be a trick', async () => {
    const asked = async (host: string) => (await request(url(), { headers: { host } })).statusCode;
    expect(await asked(`evil.example:${new URL(url()).port}`)).toBe(421);
    expect(await asked(`localhost:${new URL(url()).port}`)).toBe(200);
    expect(await asked('[::1]:8080')).toBe(200);
  });

  it('comes from our own page: without its token, or from another site, nothing is done', async () => {
    const before = harness.history.length;
    const body = { key: key(), text: 'hello', files: [] };
    expect((await ann.post('/say', body, { token: '' })).status).toBe(403);
    const others = /name="darkroom-token" content="([^"]+)"/.exec((await bob.get('/')).text)?.[1] ?? '';
    expect((await ann.post('/say', body, { token: others })).status).toBe(403);
    const form = { 'content-type': 'text/plain', origin: 'https://evil.example' };
    expect((await ann.post('/say', body, { headers: form })).status).toBe(403);
    expect(harness.history).toHaveLength(before);
  });

  it('is known by a cookie that we have signed', async () => {
    const cookie = `darkroom=${encodeURIComponent(JSON.stringify(['home', 'ann', true, []]))}.forged`;
    expect((await request(`${url()}/side?room=me`, { headers: { cookie } })).statusCode).toBe(401);
  });

  it('is of the shape that our page sends', async () => {
    expect((await ann.post('/press', { act: 'nothing' })).status).toBe(400);
    expect((await ann.post('/say', { text: 5 })).status).toBe(400);
    expect((await ann.post('/form', 'x')).status).toBe(400);
  });

  it('is a picture or a video by its bytes, as uploaded and by whom', async () => {
    await expect(ann.upload('notes.jpg', Buffer.from('just some words'))).rejects.toThrow(/picture|video/);
    const [{ file, sign }] = [await ann.upload('lake.jpg', picture)];
    const refused = { key: key(), text: '', files: [{ file, sign: 'forged' }] };
    expect((await ann.post('/say', refused)).answer.toast).toContain('Load it again');
    // What somebody else has uploaded is not theirs to post.
    expect((await bob.post('/say', { ...refused, files: [{ file, sign }] })).answer.toast).toContain(
      'Load it again',
    );
  });

  it('is a file that was posted, and no way out of their folder', async () => {
    const id = await posted(ann);
    const message = harness.now(id)?.message;
    const name = message?.kind === 'said' ? (message.files[0]?.name ?? '') : '';
    const { status, headers } = await ann.get(`/file/${name}?as=${encodeURIComponent('lake "1".jpg')}`);
    expect(status).toBe(200);
    expect(headers).toMatchObject({
      'content-type': 'image/jpeg',
      'x-content-type-options': 'nosniff',
      'content-disposition': "attachment; filename*=UTF-8''lake%20%221%22.jpg",
    });
    expect(headers['content-security-policy']).toContain('sandbox');
    const part = await request(`${url()}/file/${name}`, {
      headers: { cookie: ann.cookie(), range: 'bytes=-4' },
    });
    expect(part.statusCode).toBe(206);
    expect(Buffer.from(await part.body.arrayBuffer())).toEqual(harness.bytes(name).subarray(-4));
    for (const astray of ['../../redis/dump', '..%2f..%2fetc%2fpasswd', `${name}.part`, 'nothing.jpg'])
      expect((await ann.get(`/file/${astray}`)).status).toBeGreaterThanOrEqual(400);
    expect((await request(`${url()}/file/${name}`)).statusCode).toBe(401);
  });

  it('is not the owner’s view where there is none, nor a channel of any name', async () => {
    expect((await ann.get('/admin/')).status).toBe(404);
    expect((await ann.get('/c/films')).status).toBe(200);
    for (const name of ['@bob', 'A', '-', 'a'.repeat(40)])
      expect((await ann.get(`/c/${name}`)).status).toBe(404);
  });
});

describe('where others can come', () => {
  it('the owner’s view is whoever has the token’s, and nobody else acts as an admin', async () => {
    const owner = {
      redis: { ping: async () => {}, weakness: () => undefined },
      hearing: () => [],
      queues: () => [],
    };
    const open = await openHarness({ web: { isOpen: true, owner, adminToken: 'a token of the owner' } });
    try {
      const eve = await open.enter('eve');
      const seen = async (path: string, given?: string) => {
        const authorization = `Basic ${Buffer.from(`any:${given}`).toString('base64')}`;
        const headers = { cookie: eve.cookie(), ...(given !== undefined && { authorization }) };
        return request(`${open.platform.url()}${path}`, { headers });
      };
      for (const path of ['/admin', '/admin/queues', '/admin/act']) {
        expect((await seen(path)).statusCode, path).toBe(401);
        expect((await seen(path, 'a token of nobody')).statusCode, path).toBe(401);
      }
      expect((await eve.post('/role', { admin: true })).status).toBe(409);
      expect((await seen('/admin', 'a token of the owner')).statusCode).toBe(200);
      const acts = await seen('/admin/act', 'a token of the owner');
      const cookie = [acts.headers['set-cookie'] ?? []].flat()[0]?.split(';')[0] ?? '';
      expect(decodeURIComponent(cookie)).toContain('["home","eve",true,');
      // Together they can spend no more than one of them could.
      const { limits } = await open.fixture.engine.credits.policy({
        platform: 'web',
        scope: 'home',
        requester: 'eve',
      });
      expect(limits.budget).toBe(200_000);
    } finally {
      await open.close();
    }
  });
});

describe('who is who', () => {
  it('a name is one person’s, who comes back by it in the same browser', async () => {
    await expect(harness.enter('Ann')).rejects.toThrow(/somebody else/);
    for (const wrong of ['', 'two words', '<b>', 'x'.repeat(30), 'darkroom'])
      await expect(harness.enter(wrong)).rejects.toThrow(/name/);
    const dora = await harness.enter('Dora');
    await dora.post('/leave', {});
    expect((await dora.get('/side')).status).toBe(401);
    expect((await dora.post('/enter', { name: 'dora' })).status).toBe(200);
    expect((await dora.get('/side')).text).toContain('@Dora');
  });

  it('another place has its own people and channels', async () => {
    const other = await harness.enter('ann', 'club');
    expect((await other.get('/side')).text).toContain('@ann');
    const { id } = await said(ann, 'only at home');
    expect((await other.get('/')).text).not.toContain('only at home');
    expect((await ann.get('/')).text).toContain(`m-${id}`);
  });

  it('deletes their own words, and nobody else’s', async () => {
    const { id } = await said(ann, 'mine');
    expect((await bob.post('/delete', { message: id })).answer.toast).toContain('whoever wrote it');
    expect(harness.now(id)).toBeDefined();
    await ann.post('/delete', { message: id });
    expect(harness.now(id)).toBeUndefined();
  });

  it('what one has with the bot alone is nobody else’s', async () => {
    await ann.post('/say', { key: key(), text: 'help', files: [] }, { room: 'me' });
    expect((await ann.get('/c/me')).text).toContain('Only you see this');
    expect((await bob.get('/c/me')).text).not.toContain('Only you see this');
    // An answer in a channel is for whoever asked.
    await said(ann, '/credits');
    expect((await ann.get('/')).text).toContain('Monthly allowance');
    expect((await bob.get('/')).text).not.toContain('Monthly allowance');
  });
});

describe('what stands there', () => {
  it('is text, whatever somebody writes', async () => {
    const { id } = await said(
      ann,
      '<img src=x onerror=alert(1)> \u0001l\u0003javascript:alert(1)\u0003press\u0002 & "so"',
    );
    const { text } = await bob.get('/');
    expect(text).not.toContain('<img src=x');
    expect(text).not.toContain('href="javascript:');
    const stood = harness.now(id);
    expect(stood && textOf(stood)).toContain('<img src=x onerror=alert(1)>');
  });

  it('sent twice it stands there once', async () => {
    const body = { key: key(), text: 'once', files: [] };
    await Promise.all([ann.post('/say', body), ann.post('/say', body)]);
    expect(
      harness.all().filter(({ message }) => message.kind === 'said' && message.text === 'once'),
    ).toHaveLength(1);
  });

  it('comes to every window as it happens, and to one that was away all at once', async () => {
    const cookie = bob.cookie();
    const heard = async (since: string) => {
      const { body } = await request(`${url()}/events?room=prints&since=${since}`, { headers: { cookie } });
      let text = '';
      body.on('data', (chunk: Buffer) => {
        text += chunk.toString();
      });
      const events = () =>
        [...text.matchAll(/^event: (\w+)\ndata: (.*)\nid: (\d+)$/gm)].map(([, name, data, at]) => ({
          name,
          data: data ?? '',
          at: at ?? '',
        }));
      return {
        events,
        close: async () => {
          body.destroy();
          await once(body, 'close').catch(() => {});
        },
      };
    };
    const first = await heard('0');
    await expect.poll(() => first.events().map(({ name }) => name)).toEqual(['all']);
    const { id } = await said(ann, 'good morning');
    await expect.poll(() => first.events().at(-1)?.data).toContain('good morning');
    const at = first.events().at(-1)?.at ?? '';
    await ann.post('/delete', { message: id });
    await expect
      .poll(() => first.events().at(-1))
      .toMatchObject({ name: 'gone', data: JSON.stringify({ id }) });
    // What is for one alone is told to nobody else.
    await said(ann, '/credits');
    await said(ann, 'and now');
    await expect.poll(() => first.events().at(-1)?.data).toContain('and now');
    expect(
      first
        .events()
        .map(({ data }) => data)
        .join(''),
    ).not.toContain('Monthly allowance');
    await first.close();
    const again = await heard(at);
    await expect.poll(() => again.events().map(({ name }) => name)).toEqual(['all']);
    expect(again.events()[0]?.data).toContain('and now');
    await again.close();
  });
});

describe('versions of one source', () => {
  it('stand below the newest of them as a nested list, with votes and forks', async () => {
    const lake = await photo({ width: 44, height: 33 });
    const { engine } = harness.fixture;
    const newest = async (by: Visitor) =>
      (await engine.jobs({ platform: 'web', scope: 'home', requester: by.id }, 1))[0]?.id ?? '';
    await said(ann, '/upscale x2', [await ann.upload('pond.jpg', lake)]);
    const first = await newest(ann);
    await engine.settled(first);
    await bob.post('/press', { act: 'next', id: first, argument: 'esrgan.4', message: `r-${first}` });
    const second = await newest(bob);
    await engine.settled(second);
    await expect.poll(async () => (await bob.get('/')).text).toContain('<ul class="tree">');
    await bob.post('/press', { act: 'upvote', id: second, message: `r-${second}` });
    await expect.poll(async () => (await ann.get('/')).text).toContain('Vote for v1.1 · 1');
    const { text } = await ann.get('/');
    const tree = text.slice(text.indexOf('<ul class="tree">'));
    expect(tree).toMatch(/v1<\/span> Larger ×2.*<ul class="tree">.*v1\.1<\/span> Scale ×4/s);
    expect(tree).toContain(`data-act="fork" data-id="${second}"`);
    // One tree, below the newest.
    expect(text.split('class="versions"')).toHaveLength(2);
  }, 120_000);
});
