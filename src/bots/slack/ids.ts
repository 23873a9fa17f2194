/**
 * What stands in the ids of buttons, fields and views. Messages that were posted before go on working: an older version's
 * spellings are read, too.
 */
import { type Act, type Action, acts } from '../../chat/action.ts';
import type { Medium } from '../../models/fields.ts';

const idOf = (...parts: readonly (string | undefined)[]): string =>
  ['v1', ...parts.filter((part) => part !== undefined)].join(':');

/** What the Home tab has beside jobs. */
export const tabButtons = ['new', 'limits', 'budget', 'grant'] as const;
export type TabButton = (typeof tabButtons)[number];

/** No two of one row are alike. */
export const ids = {
  /** With the job's or the quote's id as the button's value. */
  action: ({ act, argument }: Pick<Action, 'act' | 'argument'>): string => idOf(act, argument),
  /** The menu of what has no button, and its options with the job's id behind a space. */
  overflow: idOf('overflow'),
  /** A menu in a row of its own, with the same options. */
  menu: idOf('menu'),
  option: (action: Pick<Action, 'act' | 'argument'>, id: string): string => `${ids.action(action)} ${id}`,
  /** Of a card's first block: a card that is over has no buttons that would name its job. */
  card: (job: string): string => idOf('card', job),
  tab: (name: TabButton): string => idOf('home', name),
  tabCallback: (name: TabButton): string => idOf('home', name),
  /** A button that opens a form; `as` sets those of one row apart. */
  form: (as?: string): string => idOf('form', as),
  formCallback: idOf('form'),
  /** Of the form's own fields: with other options, or for another kind of file, it is another one. */
  model: (medium: Medium | undefined, fill?: string): string => idOf('form', 'model', medium ?? 'any', fill),
  /** A preset is chosen beside a model: beside another it is not chosen any more. */
  preset: (command: string): string => idOf('form', 'preset', command),
  next: (command: string): string => idOf('form', 'next', command),
  which: idOf('form', 'which'),
  file: (takes: Medium): string => idOf('form', 'file', takes),
  link: idOf('form', 'link'),
  conversation: idOf('form', 'place'),
  /**
   * Slack keeps what was entered where this stays, and another model's setting of the same name takes other values.
   * @param fill what fills all of them in anew
   */
  field: (command: string, name: string, fill?: string): string => idOf('field', command, name, fill),
  /** A form that asks for a line of text. */
  questionCallback: idOf('question'),
  answer: idOf('answer'),
} as const;

export type Parsed =
  | { kind: 'action'; act: Act; argument?: string }
  | { kind: 'form' }
  | { kind: 'tab'; button: TabButton };

/** The places that had buttons of their own for the same. */
const older: readonly string[] = ['jobs', 'home'];

/** @param id of a button or a field. Undefined: it is of another version. */
export function parse(id: string): Parsed | undefined {
  const [version, first = '', ...rest] = id.split(':');
  if (version !== 'v1') return undefined;
  if (first === 'form' || first === 'field') return { kind: 'form' };
  const button = tabButtons.find((name) => first === 'home' && name === rest[0]);
  if (button) return { kind: 'tab', button };
  const [name, argument] = older.includes(first) ? rest : [first, ...rest];
  const act = acts.find((each) => each === name);
  return act && { kind: 'action', act, ...(argument === undefined ? {} : { argument }) };
}

/** What a field's id says beside its model and its name. */
export const fillIn = (id: string): string | undefined => id.split(':')[4];
/** Whether a field is this model's of this name, whatever filled it in. */
export const isField = (id: string, command: string, name: string): boolean =>
  id === ids.field(command, name, fillIn(id));

/** The job whose card a block begins. */
export const cardIn = (block: string): string | undefined => /^v1:card:([a-z0-9]{7})$/.exec(block)?.[1];

/** Which of the tab's forms a view is. */
export const tabFormIn = (callback: string): TabButton | undefined =>
  tabButtons.find((name) => callback === ids.tabCallback(name));
