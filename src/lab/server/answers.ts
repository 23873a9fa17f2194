/** The provider's JSON for a request in each of its states. */
import { readFile } from 'node:fs/promises';
import type { StoredFile } from './files.ts';
import { bytes, json, type Reply, refusal } from './replies.ts';
import type { LabRequest } from './requests/work.ts';
import { filesPath } from './sources.ts';

const links = (origin: string, { id, behaviour }: LabRequest) =>
  behaviour.withoutUrls
    ? {}
    : {
        poll_url: `${origin}/v1/requests/${id}`,
        status_url: `${origin}/v2/requests/${id}/status`,
        response_url: `${origin}/v2/requests/${id}`,
      };

/** The submit's answer: always QUEUED, even for a body that will turn out invalid. */
export const submitted = (origin: string, request: LabRequest): Reply =>
  json(200, { request_id: request.id, status: 'QUEUED', ...links(origin, request) });

/** The status of a request: 422 once it has failed, 200 otherwise, never with an output. */
export function status(origin: string, request: LabRequest): Reply {
  if (request.state === 'FAILED') return failed(request);
  const { id: request_id, metrics } = request;
  if (request.state === 'COMPLETED') return json(200, { status: request.state, request_id, metrics });
  const { status_url, response_url } = links(origin, request);
  return json(200, { status: request.state, request_id, status_url, response_url, metrics });
}

/** A FAILED body has timings and no money, and no request id, as recorded. */
function failed({ behaviour, error, metrics, state }: LabRequest): Reply {
  if (behaviour.failAs !== 200) return json(422, { error, metrics, status: state });
  const policy = { loc: ['body'], msg: error, type: 'content_policy_violation' };
  const detail = Array.isArray(error) ? error : [policy];
  return json(200, { detail, metrics, status: state });
}

/** The result; before completion it is the status body, since what the provider says then is not known. */
export async function result(origin: string, request: LabRequest): Promise<Reply> {
  const { file, state, metrics, behaviour, model } = request;
  if (state !== 'COMPLETED' || !file) return status(origin, request);
  const url = `${origin}${filesPath}${file.name}`;
  const medium = { url, content_type: file.type, file_name: file.name, file_size: file.bytes };
  const natural = model.gives === 'video' ? { video: medium } : { images: [medium] };
  const shapes = {
    output: { output: request.base64 ? await dataUrl(file) : url, ...natural },
    video: { video: medium },
    images: { images: [medium] },
    nowhere: {},
  };
  // `lab`: nobody who looks at the answer should take the picture for an AI's work.
  return json(200, {
    status: state,
    error: null,
    metrics,
    ...shapes[behaviour.resultIn ?? 'output'],
    lab: true,
  });
}

/** The v1 answer once the request has ended: the file's bytes and headers about it, or a JSON error. */
export async function blocking(request: LabRequest): Promise<Reply> {
  const { file, state, metrics, error, model, seed } = request;
  if (state !== 'COMPLETED' || !file) return refusal(500, error ?? 'Internal Server Error');
  const headers = {
    'x-request-id': request.id,
    'x-cost': String(metrics.cost),
    'x-remaining-credits': String(metrics.remaining_credits),
    'x-generation-time': String(metrics.inference_time),
    ...(seed === undefined ? {} : { 'x-seed-value': String(seed) }),
    'x-rate-limit-reset-at-utc': new Date(Math.ceil(Date.now() / 60_000) * 60_000).toISOString(),
  };
  if (!request.base64) return bytes(file, headers);
  return json(200, { [model.gives]: (await readFile(file.path)).toString('base64') }, headers);
}

const dataUrl = async (file: StoredFile): Promise<string> =>
  `data:${file.type};base64,${(await readFile(file.path)).toString('base64')}`;
