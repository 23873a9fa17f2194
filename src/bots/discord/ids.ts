/** The custom ids of buttons, menus and forms: what is pressed comes back with them, after a restart as before. */
import { type Act, acts } from '../../chat/action.ts';

/**
 * `v1:<act>:<id>[:<argument>]` of a job or a price, `v1:refresh:<id>` of a card, `v1:pick:<form>:<what>[:<argument>]` of a
 * choice, `v1:form:<form>:<page>` of a form, `v1:menu:<id>` of a menu whose options are written like buttons. https://docs.discord.com/developers/components/reference: 100 characters.
 */
export type CustomId =
  | { kind: 'act'; act: Act; id: string; argument?: string | undefined }
  | { kind: 'refresh'; id: string }
  | { kind: 'menu'; id: string }
  | { kind: 'pick'; form: string; what: Pick; argument?: string | undefined }
  | { kind: 'form'; form: string; page: number };

/** What is chosen on the way to a job; `older`: not this medium, but the one before it. */
const picks = ['media', 'model', 'preset', 'page', 'run', 'drop', 'older'] as const;
type Pick = (typeof picks)[number];

const version = 'v1';

export function build(it: CustomId): string {
  switch (it.kind) {
    case 'act':
      return joined(it.act, it.id, it.argument);
    case 'refresh':
    case 'menu':
      return joined(it.kind, it.id);
    case 'pick':
      return joined(it.kind, it.form, it.what, it.argument);
    case 'form':
      return joined(it.kind, it.form, String(it.page));
  }
}

const joined = (...parts: (string | undefined)[]): string =>
  [version, ...parts.filter((part) => part !== undefined)].join(':');

/** Undefined for what no version of this program has posted. */
export function parse(customId: string): CustomId | undefined {
  const [from, what = '', id = '', third, fourth] = customId.split(':');
  if (from !== version || id === '') return undefined;
  // A choice was called so before a version could be picked: what it is for tells the two apart.
  const isChoice = what === 'pick' && third !== undefined;
  const pick = isChoice ? picks.find((each) => each === third) : undefined;
  if (isChoice && !pick) return undefined;
  if (pick) return { kind: 'pick', form: id, what: pick, ...(fourth !== undefined && { argument: fourth }) };
  const act = acts.find((each) => each === what);
  if (act) return { kind: 'act', act, id, ...(third !== undefined && { argument: third }) };
  if (what === 'refresh' || what === 'menu') return { kind: what, id };
  return what === 'form' ? { kind: 'form', form: id, page: Number(third) } : undefined;
}

/** The job that a message's buttons are for, however they are nested. @param components as Discord tells them */
export function jobsIn(components: unknown): Set<string> {
  const jobs = new Set<string>();
  JSON.stringify(components ?? [], (key, value: unknown) => {
    const found = key === 'custom_id' && typeof value === 'string' ? parse(value) : undefined;
    if (found?.kind === 'act' || found?.kind === 'refresh') jobs.add(found.id);
    return value;
  });
  return jobs;
}

/** The buttons that only a message has that brings a result; what was posted before has the second. */
const resultActs: readonly Act[] = ['more', 'remove'];

/** Whether a message is the one that brings a job's result, by the button that no other has. */
export function bringsResult(components: unknown, job: string): boolean {
  const said = JSON.stringify(components ?? []);
  return resultActs.some((act) => said.includes(JSON.stringify(build({ kind: 'act', act, id: job }))));
}
