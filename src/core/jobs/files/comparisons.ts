/** Results set beside their sources: made once, by whoever asks first, and gone with the result. */
import type { Medium } from '../../../models/fields.ts';
import type { ComparisonType } from '../../domain/media-record.ts';
import type { Compare, Compared } from '../../media/comparison/comparison.ts';
import { type Files, keptPath } from '../../media/files.ts';
import type { ComparisonStore } from '../../store/comparisons.ts';
import type { View } from '../../view/view.ts';

export type Comparisons = {
  /**
   * Undefined where there is nothing to compare, or nothing can be made of it.
   * @param options.takes what the model took the source as
   * @throws the signal's reason
   */
  of(
    view: Pick<View, 'id' | 'source' | 'result' | 'title' | 'sourceName' | 'lab'>,
    options: { as: ComparisonType; takes: Medium; signal: AbortSignal },
  ): Promise<Compared | undefined>;
  /** One that is there already. */
  known(id: string, as: ComparisonType): Promise<Compared | undefined>;
  /** Takes all that was made of a job's files away. */
  forget(id: string): Promise<void>;
};

export function createComparisons(options: {
  compare: Compare;
  store: ComparisonStore;
  files: Pick<Files, 'path' | 'remove'>;
}): Comparisons {
  const { compare, store, files } = options;
  const making = new Map<string, Promise<Compared | undefined>>();

  const known: Comparisons['known'] = async (id, as) => {
    const kept = await store.read(id, as);
    return kept && (await keptPath(files.path, kept)) !== undefined ? kept : undefined;
  };

  const made: Comparisons['of'] = async (view, { as, takes, signal }) => {
    const { id, source, result, title, sourceName: name = '', lab } = view;
    if (!source || !result) return undefined;
    const kept = await known(id, as);
    if (kept) return kept;
    const caption = { title, name, lab };
    const compared = await compare({ source, result, takes }, { as, caption, signal });
    if (compared) await store.write(id, as, compared);
    return compared;
  };

  return {
    known,
    async of(view, how) {
      const key = `${view.id} ${how.as}`;
      const begun = making.get(key) ?? made(view, how).finally(() => making.delete(key));
      making.set(key, begun);
      return begun;
    },
    async forget(id) {
      for (const name of await store.take(id)) await files.remove(name);
    },
  };
}
