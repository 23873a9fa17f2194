/** A lab for each test of a file, or for all of it, and the plain calls its routes are tried with. */
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect } from 'vitest';
import { z } from 'zod';
import { type Lab, type LabOptions, startLab } from '../../src/lab/server/server.ts';
import { tracks } from '../helpers/sample-media.ts';

export const key = 'SG_0123456789abcdef';
export const instead = { bytes: Buffer.from('a picture'), type: 'image/png' };

/** Call once per file; each test then starts at most one lab, which is closed after it and must leave no file. */
export function useLab() {
  let folder = '';
  let lab: Lab | undefined;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'darkroom-lab-'));
  });
  afterEach(async () => {
    await lab?.close();
    lab = undefined;
    expect(await readdir(folder), 'the lab leaves nothing behind').toEqual([]);
    await rm(folder, { recursive: true });
  });
  return {
    async start({ anyKey, ...options }: Partial<LabOptions> & { anyKey?: true } = {}): Promise<Lab> {
      const keyed = anyKey ? {} : { key };
      lab = await startLab({ dataDir: folder, queuedMs: 0, processingMs: 0, ...keyed, ...options });
      return lab;
    },
    /** For a test that closes it itself. */
    forget() {
      lab = undefined;
    },
    folder: () => folder,
  };
}

export const looseSchema = z.looseObject({});

/** One exchange; `body` as JSON, an object where the answer is one. */
export async function call(
  url: string,
  options: { body?: unknown; headers?: Record<string, string>; method?: string } = {},
) {
  const { body, headers = { 'x-api-key': key, 'content-type': 'application/json' } } = options;
  const method = options.method ?? (body === undefined ? 'GET' : 'POST');
  const payload = body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) };
  const response = await fetch(url, { method, headers, ...payload });
  const text = await response.text();
  const type = response.headers.get('content-type') ?? '';
  return {
    status: response.status,
    headers: response.headers,
    type,
    text,
    json: type.startsWith('application/json') ? looseSchema.parse(JSON.parse(text)) : {},
  };
}

const submittedSchema = z.strictObject({
  request_id: z.string().regex(/^[0-9a-f]{32}$/),
  status: z.literal('QUEUED'),
  poll_url: z.url(),
  status_url: z.url(),
  response_url: z.url(),
});

export const picture = (at: Lab) => `${at.url}/files/source.png`;

export async function submit(at: Lab, body: Record<string, unknown> = {}, slug = 'esrgan') {
  const answer = await call(`${at.url}/v2/${slug}`, { body: { image: picture(at), ...body } });
  expect(answer.status).toBe(200);
  return submittedSchema.parse(answer.json);
}

/** Asks until the request has ended. */
export async function ended(statusUrl: string) {
  for (;;) {
    const answer = await call(statusUrl);
    if (answer.json.status !== 'QUEUED' && answer.json.status !== 'PROCESSING') return answer;
  }
}

export const upload = (at: Lab, dataUrls: unknown) =>
  call(`${at.url}/upload-asset`, { body: { data_urls: dataUrls } });
export const dataUrl = (content: string | Buffer, type = 'image/png') =>
  `data:${type};base64,${Buffer.from(content).toString('base64')}`;

export const headers = { 'x-api-key': 'any', 'content-type': 'application/json' };
const uploadedSchema = z.object({ file_urls: z.tuple([z.url()]) });

/** Call once per file, which then has one lab for runs of its models. */
export function useMediaLab() {
  let folder = '';
  let lab: Lab | undefined;
  let written = 0;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'darkroom-lab-media-'));
    lab = await startLab({ dataDir: folder, queuedMs: 0, processingMs: 0, balance: 10_000 });
  });
  afterAll(async () => {
    await lab?.close();
    await rm(folder, { recursive: true, force: true });
  });

  /** Uploads the source and runs the model on it through v1; resolves with the result, or the error's text. */
  async function run(slug: string, field: string, source: Buffer, settings: Record<string, unknown> = {}) {
    const type = field === 'image' ? 'image/png' : 'video/mp4';
    const dataUrl = `data:${type};base64,${source.toString('base64')}`;
    const post = (path: string, body: unknown) =>
      fetch(lab?.url + path, { method: 'POST', headers, body: JSON.stringify(body) });
    const uploaded = uploadedSchema.parse(
      await (await post('/upload-asset', { data_urls: [dataUrl] })).json(),
    );
    const answer = await post(`/v1/${slug}`, { [field]: uploaded.file_urls[0], ...settings });
    const content = Buffer.from(await answer.arrayBuffer());
    if (answer.status !== 200) throw new Error(content.toString());
    return { content, type: answer.headers.get('content-type'), seed: answer.headers.get('x-seed-value') };
  }

  return {
    folder: () => folder,
    run,
    /** The video as a file with its tracks. */
    async video(content: Buffer) {
      written += 1;
      const path = join(folder, `result-${written}.mp4`);
      await writeFile(path, content);
      return tracks(path);
    },
  };
}
