/** Fields as a person fills them in: what is prefilled stays, and the client checks what it would check. */
import type { Option } from '../blocks/composition.ts';
import { type Element, type Input, optionsIn } from '../blocks/elements.ts';
import { endingOf, fileJson, keepFile, process, type SentFile } from '../methods/files.ts';
import type { Entered, FakeState, User, Workspace } from '../state.ts';

/** A text or a number, an option's value or text, several of them, a channel's or user's id, or files. */
export type Given = string | number | readonly string[] | SentFile | readonly SentFile[] | null;

/** 100 MB. https://docs.slack.dev/reference/block-kit/block-elements/file-input-element */
const largestFile = 100 * 1024 * 1024;

/** What `state.values` holds of an element that nobody has touched; undefined for those that hold nothing. */
export function initialState(element: Element): Entered | undefined {
  const { type } = element;
  switch (element.type) {
    case 'button':
    case 'overflow':
    case 'image':
      return undefined;
    case 'plain_text_input':
    case 'url_text_input':
    case 'number_input':
      return { type, value: element.initial_value ?? null };
    case 'static_select':
    case 'external_select':
    case 'radio_buttons':
      return { type, selected_option: element.initial_option ?? null };
    case 'checkboxes':
    case 'multi_static_select':
      return { type, selected_options: element.initial_options ?? [] };
    case 'users_select':
      return { type, selected_user: element.initial_user ?? null };
    case 'channels_select':
      return { type, selected_channel: element.initial_channel ?? null };
    case 'conversations_select':
      return { type, selected_conversation: element.initial_conversation ?? null };
    case 'file_input':
      return { type, files: [] };
  }
}

/** Whether a field holds anything. */
export const isFilled = ({ type: _, ...held }: Entered): boolean =>
  Object.values(held).some((it) => (Array.isArray(it) ? it.length > 0 : it !== null && it !== ''));

/**
 * What `state.values` holds once a person has entered `given`; null empties the field.
 * @throws Error when the client would not let them
 */
export async function enter(
  state: FakeState,
  who: { user: User; workspace: Workspace },
  element: Element,
  given: Given,
): Promise<Entered> {
  const { type } = element;
  const name = 'action_id' in element ? element.action_id : type;
  const refuse = (why: string) => new Error(`The client does not send "${name}": ${why}`);
  const pick = (all: readonly Option[], wanted: unknown): Option => {
    const found = all.find((it) => it.value === wanted) ?? all.find((it) => it.text.text === wanted);
    if (!found)
      throw refuse(`no option "${wanted}"; it has ${all.map(({ value }) => value).join(', ') || 'none'}`);
    return found;
  };
  const idOrNull = (): string | null => {
    if (given !== null && typeof given !== 'string') throw refuse('not an id');
    return given;
  };
  const many = (): readonly unknown[] => (given === null ? [] : Array.isArray(given) ? given : [given]);
  switch (element.type) {
    case 'button':
    case 'image':
    case 'overflow':
      throw refuse('nothing can be entered');
    case 'plain_text_input':
    case 'url_text_input':
    case 'number_input': {
      if (given !== null && typeof given !== 'string' && typeof given !== 'number')
        throw refuse('not a text');
      const value = given === null || given === '' ? null : String(given);
      if (value !== null) {
        const why = wrongText(element, value);
        if (why) throw refuse(why);
      }
      return { type, value };
    }
    case 'static_select':
      return { type, selected_option: given === null ? null : pick(optionsIn(element), given) };
    case 'radio_buttons':
      return { type, selected_option: given === null ? null : pick(element.options, given) };
    case 'external_select':
      // The options came from the app; `suggest` shows which.
      if (given !== null && typeof given !== 'string') throw refuse('not a value');
      return {
        type,
        selected_option: given === null ? null : { text: { type: 'plain_text', text: given }, value: given },
      };
    case 'checkboxes':
      return { type, selected_options: many().map((it) => pick(element.options, it)) };
    case 'multi_static_select': {
      const picked = many().map((it) => pick(optionsIn(element), it));
      const most = element.max_selected_items ?? picked.length;
      if (picked.length > most) throw refuse(`more than ${most}`);
      return { type, selected_options: picked };
    }
    case 'users_select':
      return { type, selected_user: idOrNull() };
    case 'channels_select':
      return { type, selected_channel: idOrNull() };
    case 'conversations_select':
      return { type, selected_conversation: idOrNull() };
    case 'file_input': {
      const sent = many().filter(
        (it): it is SentFile => typeof it === 'object' && it !== null && 'bytes' in it,
      );
      if (sent.length !== many().length) throw refuse('not files');
      const { max_files: most = 10, filetypes } = element;
      if (sent.length > most) throw refuse(`more than ${most} files`);
      const strange = sent.find((it) => filetypes && !filetypes.includes(endingOf(it.name)));
      if (strange) throw refuse(`${strange.name} is none of ${filetypes?.join(', ')}`);
      if (sent.some(({ bytes }) => bytes.length > largestFile)) throw refuse('larger than 100 MB');
      const files = sent.map((file) => keepFile(state, file, who));
      for (const file of files) await process(file);
      return { type, files: files.map((file) => fileJson(state, file)) };
    }
  }
}

function wrongText(element: Input, value: string): string | undefined {
  if (element.type === 'plain_text_input') {
    const { min_length: min = 0, max_length: max = 3000 } = element;
    if (value.length < min) return `shorter than ${min}`;
    if (value.length > max) return `longer than ${max}`;
    if (!element.multiline && value.includes('\n')) return 'it has one line';
  }
  if (element.type === 'url_text_input' && !URL.canParse(value)) return 'not a URL';
  if (element.type === 'number_input') {
    const { min_value: min, max_value: max, is_decimal_allowed: decimals } = element;
    if (!/^-?\d+(\.\d+)?$/.test(value)) return 'not a number';
    if (!decimals && value.includes('.')) return 'not an integer';
    if (min !== undefined && Number(value) < Number(min)) return `less than ${min}`;
    if (max !== undefined && Number(value) > Number(max)) return `greater than ${max}`;
  }
  return undefined;
}
