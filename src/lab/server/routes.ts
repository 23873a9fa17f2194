/** The provider's routes: which there are, what each demands first, and what it answers. */
import type { IncomingMessage } from 'node:http';
import { z } from 'zod';
import { models } from '../../models/index.ts';
import type { Account } from './account.ts';
import { blocking, result, status, submitted } from './answers.ts';
import type { Route } from './faults.ts';
import type { Files } from './files.ts';
import { bytes, html, json, type Reply, refusal } from './replies.ts';
import type { Requests } from './requests/requests.ts';
import type { LabRequest } from './requests/work.ts';
import type { Rules } from './rules.ts';
import { filesPath } from './sources.ts';
import { receiveUploads, UploadRefused } from './uploads.ts';
import { check } from './validation.ts';

/** One request as it is handled. `body` is read before any fault, so that the log has it. */
export type Call = { incoming: IncomingMessage; parameter: string; body: unknown };

export type Handler = {
  route: Route;
  method: 'GET' | 'POST';
  /** Its one group, if it has one, is the call's parameter. */
  path: RegExp;
  /** No key and no content type is looked at. */
  open?: true;
  answer(call: Call, accepted: (request: LabRequest) => void): Reply | Promise<Reply>;
};

export type Surroundings = {
  origin: () => string;
  files: Files;
  account: Account;
  requests: Requests;
  rules: Rules;
  validation: 'failed' | 400 | 406;
  uploadAnswer: 'file_urls' | 'urls';
};

/** Uploaded sources are asked for soon after; the provider gives no lifetime, the lab's disk needs one. */
const assetMs = 86_400_000;

const bodySchema = z.record(z.string(), z.unknown());

export function defineRoutes(lab: Surroundings): Handler[] {
  const slug = '((?!get-user-credits$)[a-z0-9][a-z0-9._-]*)';
  const id = '([^/]+)';

  const submit = (blocks: boolean): Handler['answer'] =>
    async function answer({ body, parameter }, accepted) {
      const model = models.find(({ name }) => name === parameter);
      if (!model) return refusal(404, `Model ${parameter} not found`);
      const given = bodySchema.safeParse(body);
      if (!given.success) return refusal(400, 'Request body must be a JSON object');
      const checked = check(model, given.data);
      // v1 has no queue to fail in, so it always refuses at once.
      if (!checked.ok && (blocks || lab.validation !== 'failed'))
        return refusal(lab.validation === 406 && checked.choicesOnly ? 406 : 400, checked.text);
      const job = checked.ok ? checked : { problem: checked.text };
      const order = { model, job, behaviour: lab.rules.takeBehaviour() };
      const request = lab.requests.accept(order, { attended: blocks });
      if (!request)
        return refusal(402, `Insufficient credits. You have ${lab.account.balance()} credits available.`);
      accepted(request);
      if (!blocks) return submitted(lab.origin(), request);
      await request.ended;
      return blocking(request);
    };

  const found =
    (answer: (request: LabRequest) => Reply | Promise<Reply>): Handler['answer'] =>
    ({ parameter }) => {
      const request = lab.requests.find(parameter);
      return request ? answer(request) : refusal(404, `Request ${parameter} not found`);
    };

  return [
    { route: 'submit', method: 'POST', path: new RegExp(`^/v2/${slug}$`), answer: submit(false) },
    {
      route: 'status',
      method: 'GET',
      path: new RegExp(`^/v2/requests/${id}/status$`),
      answer: found((request) => status(lab.origin(), request)),
    },
    {
      route: 'result',
      method: 'GET',
      path: new RegExp(`^/v2/requests/${id}$`),
      answer: found((request) => result(lab.origin(), request)),
    },
    {
      route: 'credits',
      method: 'GET',
      path: /^\/v1\/get-user-credits$/,
      answer: () => json(200, { credits: lab.account.balance(), 'free-credits': 0 }),
    },
    {
      // The legacy address in the submit's answer; it has never been seen to hold anything.
      route: 'result',
      method: 'GET',
      path: new RegExp(`^/v1/requests/${id}$`),
      answer: ({ parameter }) => refusal(404, `Output for this request ID ${parameter} Not Found`),
    },
    { route: 'submit', method: 'POST', path: new RegExp(`^/v1/${slug}$`), answer: submit(true) },
    {
      route: 'upload',
      method: 'POST',
      path: /^\/upload-asset$/,
      async answer({ incoming }) {
        const stored = await receiveUploads(incoming, lab.files, assetMs).catch((error: unknown) => {
          if (error instanceof UploadRefused) return error;
          throw error;
        });
        if (stored instanceof UploadRefused) return refusal(400, stored.message);
        const urls = stored.map(({ name }) => `${lab.origin()}${filesPath}${name}`);
        return json(200, lab.uploadAnswer === 'urls' ? { urls } : { file_urls: urls, message: 'success' });
      },
    },
    {
      route: 'file',
      method: 'GET',
      path: new RegExp(`^${filesPath}${id}$`),
      open: true,
      answer({ parameter }) {
        const file = lab.files.find(parameter);
        return file ? bytes(file) : html(404, '<h1>404 Not Found</h1>');
      },
    },
  ];
}

/** What a request is refused with before its route looks at it: wrong verb, no key, wrong key, wrong type. */
export function gate(
  handler: Handler,
  incoming: IncomingMessage,
  key: string | undefined,
): Reply | undefined {
  if (incoming.method !== handler.method && !(handler.open && incoming.method === 'HEAD'))
    return html(405, '<!doctype html><title>405 Method Not Allowed</title><h1>Method Not Allowed</h1>');
  if (handler.open) return undefined;
  const sent = incoming.headers['x-api-key'];
  if (!sent && !incoming.headers.authorization)
    return refusal(401, 'Missing Authorization or x-api-key in header');
  // A bearer token is refused even when it is the key.
  if (typeof sent !== 'string' || (key !== undefined && sent !== key))
    return refusal(401, 'Unauthorized. API key is invalid or may have expired');
  if (handler.method === 'POST' && !/^application\/json\b/i.test(incoming.headers['content-type'] ?? ''))
    return refusal(406, 'Invalid content type');
  return undefined;
}
