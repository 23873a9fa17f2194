/** What is said of versions of one source, on every platform the same: plain text that reads aloud. */
import type { Model } from '../../../models/model.ts';
import { otherSettings, settingText, whatIsDone } from '../settings.ts';

type Settings = Readonly<Record<string, unknown>>;
export type Run = { model: Model; settings: Settings };

const votes = (count: number) => `${count} ${count === 1 ? 'vote' : 'votes'}`;
const versions = (count: number) => `${count} ${count === 1 ? 'version' : 'versions'}`;
/** A minus where a number follows, as it is read. */
const withMinus = (text: string) => text.replace(/(^| )-(?=\d)/g, '$1−');

/** What people wrote is theirs, and is not said over again; that it is another is. */
function changes({ model: { fields }, settings }: Run, before: Settings): string[] {
  return fields.flatMap((field) => {
    if (field.kind === 'media' || settings[field.name] === before[field.name]) return [];
    const value = settings[field.name] ?? field.default;
    return field.kind === 'text' ? [versionWords.changed(field.title)] : [settingText(field, value)];
  });
}

/**
 * `Larger ×4`; of a run of the same model only what is set otherwise: `Creativity −2`.
 * @param before what its source is the result of
 */
export function whatWasDone(run: Run, before?: Run): string {
  const { model, settings } = run;
  const changed = before?.model.name === model.name ? changes(run, before.settings) : [];
  if (changed.length > 0) return withMinus(changed.join(' · '));
  const own = model.fields.filter(({ kind }) => kind !== 'text');
  const others = otherSettings({ ...model, fields: own }, settings);
  const wrote = model.fields.filter(
    (field) =>
      field.kind === 'text' && ![undefined, '', field.default].includes(settings[field.name] as string),
  );
  const said = [
    whatIsDone(model, settings, model.short),
    others,
    ...wrote.map(({ title }) => versionWords.changed(title)),
  ];
  return withMinus(said.filter((part) => part !== '').join(' · '));
}

export const versionWords = {
  source: 'the source',
  /** Between the steps of a recipe. */
  afterwards: ', then ',
  changed: (setting: string) => `${setting} changed`,
  /** `v2 · from lake.jpg` */
  from: (number: string, from: string) => `${number} · from ${from}`,
  heading: (name: string, by: string | undefined) =>
    by === undefined ? `Versions of ${name}` : `Versions of ${name}, posted by ${by}`,
  /** `by @cleo, from v2` */
  madeBy: (by: string, from: string, gone: boolean) => `by ${by}, from ${from}${gone ? ', taken away' : ''}`,
  pickedBy: (by: string) => `Picked by ${by}`,
  tally: (count: number, voted: number) => `${versions(count)}, ${votes(voted)} · one vote each`,
  votes,
  /** `v2.1 from v2: Creativity −2, by Cleo, 4 votes, picked by Ann` */
  line: (it: {
    number: string;
    from: string;
    did: string;
    by: string;
    voted: number;
    picked: string | undefined;
    gone: boolean;
  }) =>
    [
      `${it.number} from ${it.from}: ${it.did}`,
      `by ${it.by}`,
      it.gone ? 'taken away' : votes(it.voted),
      ...(it.picked === undefined ? [] : [`picked by ${it.picked}`]),
    ].join(', '),
  /** For whoever cannot see the contact sheet. */
  alt: (name: string, shown: readonly string[], picked: string | undefined, left: number) =>
    [
      `A contact sheet of ${versions(shown.length)} of ${name}: ${shown.join(', ')}.`,
      ...(picked === undefined ? [] : [`${picked} is ringed: it was picked.`]),
      ...(left > 0 ? [`${left} more are not shown.`] : []),
    ].join(' '),
  sheet: (name: string) => `Contact sheet of ${name}`,
} as const;
