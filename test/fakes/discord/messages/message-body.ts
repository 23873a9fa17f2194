/** What the bot sends as a message, and as an edit of one, applied or refused. */
import { z } from 'zod';
import { type Issue, invalid, parse, refusal } from '../http/refusals.ts';
import { textOf } from '../people/seen.ts';
import { type Attachment, type Embed, type FakeState, isV2, type Message, MessageFlag } from '../state.ts';
import { keepFile, keptName, type SentFile } from './attachments.ts';
import { type Component, everyComponent, everyMedium, layout, rows } from './components.ts';
import { embedText } from './embeds.ts';
import { bodySchema, type MessageBody } from './message-schema.ts';

/** A file of the request: the n of `files[n]`. */
export type Upload = SentFile & { index: string };

/** A message's contents after a body was applied. */
export type Draft = {
  body: MessageBody;
  content: string;
  embeds: Embed[];
  components: Component[];
  attachments: Attachment[];
  flags: number;
};

/**
 * Reads a body, on top of `before` when it is an edit. `uploadLimit`: bytes that each file may have.
 * @throws Refusal 40005, 50006, 50035, 200000
 */
export async function draftMessage(
  state: FakeState,
  sent: { body: unknown; uploads: readonly Upload[]; before?: Message; place: string; uploadLimit: number },
): Promise<Draft> {
  const { uploads, before, uploadLimit } = sent;
  if (uploads.some(({ bytes }) => bytes.length > uploadLimit)) throw refusal('tooLarge');
  const body = parse(bodySchema, sent.body ?? {});
  const issues: Issue[] = [];
  const wrong = (path: readonly PropertyKey[], code: string, message: string) =>
    issues.push({ path, code, message });

  const v2Sent = ((body.flags ?? 0) & MessageFlag.componentsV2) !== 0;
  // The flag cannot be taken away, and an edit of the components has to repeat it.
  if (before && isV2(before) && !v2Sent && (typeof body.flags === 'number' || body.components))
    wrong(
      ['flags'],
      'MESSAGE_CANNOT_REMOVE_COMPONENTS_V2_FLAG',
      'The IS_COMPONENTS_V2 flag cannot be removed',
    );
  const v2 = v2Sent || (before !== undefined && isV2(before));
  const content = body.content === undefined ? (before?.content ?? '') : (body.content ?? '');
  const embeds: Embed[] = body.embeds === undefined ? (before?.embeds ?? []) : (body.embeds ?? []);
  if (v2)
    for (const [field, used] of [
      ['content', content !== ''],
      ['embeds', embeds.length > 0],
      ['poll', body.poll !== undefined],
      ['sticker_ids', body.sticker_ids !== undefined],
    ] as const)
      if (used)
        wrong(
          [field],
          'MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2',
          `The '${field}' field cannot be used when using MessageFlags.IS_COMPONENTS_V2`,
        );
  const letters = embeds.reduce((sum, it) => sum + embedText(it).join('').length, 0);
  if (letters > 6000) wrong(['embeds'], 'MAX_EMBED_SIZE_EXCEEDED', `${letters} of 6000 characters`);

  // As plain z.object at the path `components`, so that the errors say where.
  const components: Component[] = body.components
    ? parse(z.object({ components: v2 ? layout : rows }), { components: body.components }).components
    : body.components === null
      ? []
      : (before?.components ?? []);
  checkComponents(components, wrong);

  const kept = keptAttachments(body, uploads, before);
  const files = uploads.map((upload) => {
    const said = body.attachments?.find(({ id }) => id === upload.index);
    return {
      ...upload,
      name: keptName(said?.filename ?? upload.name),
      ...(said?.description ? { alt: said.description } : {}),
      ...(said?.is_spoiler === undefined ? {} : { spoiler: said.is_spoiler }),
    };
  });
  const held = new Set([
    ...uploads.map(({ index }) => index),
    ...(before?.attachments ?? []).map(({ id }) => id),
  ]);
  body.attachments?.forEach(({ id }, index) => {
    if (!held.has(id))
      wrong(['attachments', index, 'id'], 'ATTACHMENT_NOT_FOUND', `There is no attachment ${id}`);
  });
  if (kept.length + files.length > 10)
    wrong(['attachments'], 'BASE_TYPE_MAX_LENGTH', 'Must be 10 or fewer in length');
  const names = new Set([...kept, ...files].map(({ name }) => `attachment://${name}`));
  const missing = (url: unknown) =>
    typeof url === 'string' && url.startsWith('attachment://') && !names.has(url);
  for (const { url, path } of everyMedium(components))
    if (missing(url))
      wrong(path, 'UNFURLED_MEDIA_ITEM_REFERENCED_ATTACHMENT_NOT_FOUND', `There is no ${url}`);
  (body.embeds ?? []).forEach((it, index) => {
    for (const place of ['image', 'thumbnail'] as const)
      if (missing(it[place]?.url))
        wrong(['embeds', index, place, 'url'], 'ATTACHMENT_NOT_FOUND', `There is no ${it[place]?.url}`);
  });

  if (issues.length > 0) throw invalid(issues);
  const forward = body.message_reference?.type === 1;
  if (!content && !embeds.length && !components.length && !kept.length && !files.length && !forward)
    throw refusal('empty');
  const text = textOf({ content, embeds, components });
  if (state.refusedTexts.some((refused) => text.includes(refused))) throw refusal('moderated');
  const place = { place: sent.place, ephemeral: false };
  const added = await Promise.all(files.map((file) => keepFile(state, file, place)));
  const settable = MessageFlag.suppressEmbeds | MessageFlag.componentsV2;
  const flags = before
    ? (before.flags & ~MessageFlag.loading) | ((body.flags ?? 0) & settable)
    : (body.flags ?? 0) & (settable | MessageFlag.ephemeral | MessageFlag.silent);
  return { body, content, embeds, components, attachments: [...kept, ...added], flags };
}

/** With new files and no list, an edit drops the earlier ones. https://docs.discord.com/developers/reference#editing-message-attachments */
function keptAttachments(body: MessageBody, uploads: readonly Upload[], before?: Message): Attachment[] {
  const earlier = before?.attachments ?? [];
  if (!body.attachments) return uploads.length > 0 || body.attachments === null ? [] : earlier;
  const listed = new Map(body.attachments.map((it) => [it.id, it]));
  return earlier.flatMap((attachment) => {
    const said = listed.get(attachment.id);
    return said ? [{ ...attachment, alt: said.description ?? attachment.alt }] : [];
  });
}

function checkComponents(
  components: readonly Component[],
  wrong: (path: readonly PropertyKey[], code: string, message: string) => void,
) {
  const all = everyComponent(components);
  if (all.length > 40)
    wrong(['components'], 'COMPONENT_MAX_TOTAL_COMPONENTS_EXCEEDED', `${all.length} of 40 components`);
  const letters = all.reduce(
    (sum, { component }) => sum + ('content' in component ? component.content.length : 0),
    0,
  );
  if (letters > 4000)
    wrong(['components'], 'COMPONENT_DISPLAYABLE_TEXT_SIZE_EXCEEDED', `${letters} of 4000 characters`);
  const seen = new Set<unknown>();
  for (const { component, path } of all) {
    const names = ['custom_id' in component ? component.custom_id : undefined, component.id];
    names.forEach((name, index) => {
      if (name !== undefined && seen.has(name))
        wrong(
          [...path, index === 0 ? 'custom_id' : 'id'],
          'COMPONENT_CUSTOM_ID_DUPLICATED',
          `Component id ${name} cannot be duplicated`,
        );
      seen.add(name);
    });
  }
}
