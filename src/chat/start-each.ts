/** Several files that were sent or chosen together: a job for each of them. */
import { answering, type Chat, noticeOf } from './chat.ts';
import { repairable } from './repair.ts';
import { about, type Notice } from './reply.ts';
import type { ChatRequest, Found } from './request.ts';
import { startRequest } from './start.ts';
import type { Turn } from './turn.ts';

/** One job for each of several sources, in order, each with a key of its own; what refuses several is said once, of them. */
export async function startEach<F extends Found>(
  chat: Chat,
  turn: Turn<F>,
  request: Omit<ChatRequest<F>, 'source'>,
  sources: readonly F[],
): Promise<void> {
  if (sources.length < 2) {
    await startRequest(chat, turn, { ...request, source: sources[0] });
    return;
  }
  const mendable = (notice: Notice, error: unknown, media: readonly F[]) =>
    repairable(chat, turn, { notice, error, draft: { ...request, media } });
  const refusals: { notice: Notice; error: unknown; media: F[] }[] = [];
  const refuse = (source: F) => (notice: Notice, error: unknown) => {
    const same = refusals.find((it) => it.notice.text === notice.text);
    if (same) same.media.push(source);
    else refusals.push({ notice, error, media: [source] });
  };
  try {
    const { model, settings } = request;
    await chat.requests.check({ ...(await turn.person()), key: turn.key, model, settings });
    await turn.ready(undefined);
    for (const [index, source] of sources.entries()) {
      const first = index === 0;
      await startRequest(
        chat,
        turn,
        { ...request, source },
        {
          key: first ? turn.key : `${turn.key}:${index}`,
          // What is said after all of them follows a card as another one does.
          more: index < sources.length - 1 || refusals.length > 0,
          ...(!first && { further: true }),
          refused: refuse(source),
        },
      );
    }
  } catch (error) {
    await turn.reply(await mendable(noticeOf(chat, error), error, sources));
    return;
  }
  for (const { notice, error, media } of refusals)
    await answering(chat, turn, async () => turn.reply(about(media, await mendable(notice, error, media))));
}
