/** A modal as a person fills it in: what is prefilled stays, and the client checks what it would check. */
import { ComponentType as T } from 'discord.js';
import { attachmentJson, isOfTypes, keepFile, type SentFile } from '../messages/attachments.ts';
import { userJson } from '../messages/message-json.ts';
import type { Input, Modal } from '../messages/modal.ts';
import type { FakeState } from '../state.ts';
import { uploadLimitOf, type Who } from './exchange.ts';

/** By custom id: text, the chosen values, a ticked box, or files. */
export type ModalValues = Readonly<
  Record<string, string | boolean | readonly string[] | readonly SentFile[]>
>;

/**
 * The data of the modal's interaction.
 * @throws Error when the client would not send it so
 */
export async function modalData(
  state: FakeState,
  who: Who,
  modal: Modal,
  values: ModalValues,
): Promise<object> {
  const resolved: Record<string, Record<string, unknown>> = {};
  const inputs = modal.components.flatMap((it) => (it.type === T.Label ? [it.component] : []));
  for (const name of Object.keys(values))
    if (!inputs.some((it) => it.custom_id === name)) throw new Error(`The modal has no field "${name}"`);
  let nextId = 0;
  const components: object[] = [];
  for (const component of modal.components) {
    nextId += 1;
    if (component.type === T.TextDisplay) {
      components.push({ type: T.TextDisplay, id: component.id ?? nextId });
      continue;
    }
    const id = component.id ?? nextId;
    nextId += 1;
    const { type, custom_id } = component.component;
    const filled = await fill(component.component, values[custom_id]);
    components.push({
      type: T.Label,
      id,
      component: { type, custom_id, id: component.component.id ?? nextId, ...filled },
    });
  }
  return {
    custom_id: modal.custom_id,
    components,
    ...(Object.keys(resolved).length ? { resolved } : {}),
  };

  async function fill(input: Input, given: ModalValues[string] | undefined): Promise<object> {
    const refuse = (why: string) => new Error(`The client does not send "${input.custom_id}": ${why}`);
    switch (input.type) {
      case T.TextInput: {
        const value = given ?? input.value ?? '';
        const { min_length = 0, max_length = 4000, required = true } = input;
        if (typeof value !== 'string') throw refuse('not a text');
        if (value === '' && required) throw refuse('it is required');
        if (value !== '' && value.length < min_length) throw refuse(`shorter than ${min_length}`);
        if (value.length > max_length) throw refuse(`longer than ${max_length}`);
        if (input.style === 1 && value.includes('\n')) throw refuse('it has one line');
        return { value };
      }
      case T.Checkbox: {
        const value = given ?? input.default ?? false;
        if (typeof value !== 'boolean') throw refuse('not ticked or unticked');
        return { value };
      }
      case T.RadioGroup: {
        const value = given ?? input.options.find((it) => it.default)?.value ?? null;
        if (value === null && (input.required ?? true)) throw refuse('it is required');
        if (value !== null && !input.options.some((it) => it.value === value))
          throw refuse(`no option ${value}`);
        return { value };
      }
      case T.FileUpload: {
        const files = (Array.isArray(given) ? given : []).filter(
          (it): it is SentFile => typeof it === 'object',
        );
        if (given !== undefined && (!Array.isArray(given) || files.length < given.length))
          throw refuse('not files');
        count(input, files.length, refuse);
        for (const { name, bytes } of files) {
          if (input.file_types && !isOfTypes(name, input.file_types))
            throw refuse(`${name} is of another type`);
          if (bytes.length > uploadLimitOf(who)) throw refuse(`${name} is too large for this person`);
        }
        const place = { place: state.application.id, ephemeral: true };
        const kept = await Promise.all(files.map((file) => keepFile(state, file, place)));
        for (const it of kept)
          resolved.attachments = { ...resolved.attachments, [it.id]: attachmentJson(state, it) };
        return { values: kept.map(({ id }) => id) };
      }
      default: {
        const defaults =
          'options' in input
            ? input.options.filter((it) => it.default).map((it) => it.value)
            : (input.default_values ?? []).map(({ id }) => id);
        const chosen = Array.isArray(given)
          ? given.map(String)
          : typeof given === 'string'
            ? [given]
            : defaults;
        if (typeof given === 'boolean') throw refuse('not a list');
        count(input, chosen.length, refuse);
        for (const value of chosen) {
          if ('options' in input && !input.options.some((it) => it.value === value))
            throw refuse(`no option ${value}`);
          const user = state.users.get(value);
          if (!('options' in input) && user) resolved.users = { ...resolved.users, [value]: userJson(user) };
        }
        return { values: chosen };
      }
    }
  }
}

function count(
  input: {
    type: number;
    min_values?: number | undefined;
    max_values?: number | undefined;
    required?: boolean | undefined;
    options?: readonly unknown[];
  },
  chosen: number,
  refuse: (why: string) => Error,
): void {
  const { required = true, min_values = 1 } = input;
  const most = input.max_values ?? (input.type === T.CheckboxGroup ? (input.options?.length ?? 10) : 1);
  if (chosen === 0 && !required) return;
  if (chosen < Math.max(min_values, required ? 1 : 0))
    throw refuse(`${chosen} chosen, at least ${min_values}`);
  if (chosen > most) throw refuse(`${chosen} chosen, at most ${most}`);
}
