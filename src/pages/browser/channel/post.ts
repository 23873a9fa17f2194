/** What is done on the page, sent to where it is done; and what is to be drawn at once then. */
import { page, said } from './page-data.ts';
import { toast } from './toast.ts';

export type Answer = {
  toast?: string;
  form?: string;
  ask?: string;
  reload?: boolean;
  close?: boolean;
  posted?: { message: string; index: number };
};

/** How each answer is drawn: set once, by whoever draws it. */
const drawn: ((answer: Answer) => void)[] = [];
export const onAnswer = (draw: (answer: Answer) => void): void => void drawn.push(draw);

const address = (path: string, query: Record<string, string> = {}) =>
  `${path}?${new URLSearchParams({ room: page.room, ...query })}`;

async function answerOf(response: Response): Promise<Answer> {
  const isJson = response.headers.get('content-type')?.includes('json');
  const answer: Answer = isJson ? await response.json() : { toast: said('failed') };
  if (answer.reload) location.reload();
  if (answer.toast) toast(answer.toast);
  for (const draw of drawn) draw(answer);
  return answer;
}

/** Never rejects: what goes wrong is said. */
export async function post(path: string, body: unknown): Promise<Answer> {
  try {
    return await answerOf(
      await fetch(address(path), {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'x-darkroom': page.token },
        body: JSON.stringify(body),
      }),
    );
  } catch {
    toast(said('failed'));
    return {};
  }
}

/** With how far it is; a fetch would not say. @returns what the server says of the file; undefined where it was refused, which is said */
export function upload(
  file: File,
  progress: (share: number) => void,
): Promise<{ file: unknown; sign: string } | undefined> {
  return new Promise((resolve) => {
    const request = new XMLHttpRequest();
    request.open('POST', address('/upload', { name: file.name }));
    request.setRequestHeader('x-darkroom', page.token);
    request.setRequestHeader('content-type', 'application/octet-stream');
    request.upload.onprogress = ({ loaded, total }) => progress(total > 0 ? loaded / total : 0);
    request.onerror = () => {
      toast(said('failed'));
      resolve(undefined);
    };
    request.onload = () => {
      const answer = JSON.parse(request.responseText || '{}');
      if (request.status === 200) return resolve(answer);
      toast(answer.toast ?? said('failed'));
      resolve(undefined);
    };
    request.send(file);
  });
}

/** A name for one thing that is done: sent twice, it is done once. */
export const newKey = (): string => crypto.randomUUID();
