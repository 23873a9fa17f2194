/** What the small forms of the Home tab have in common. */
import type { types, ViewStateValue } from '@slack/bolt';
import { Failure } from '../../../core/domain/failure.ts';
import { plain } from '../cards/blocks.ts';
import { ids, type TabButton } from '../ids.ts';
import { setupWords as words } from '../words/setup.ts';

export type Sent = {
  /** By block id and action id. */
  values: Readonly<Record<string, Readonly<Record<string, ViewStateValue>>>>;
  metadata: string;
};
/** Sentences by block id. */
export type Wrong = { errors: Record<string, string> };

/** Every field's action id; their block ids tell them apart. */
export const action = 'value';

/** @param which ends the callback id */
export const modal = (
  which: TabButton,
  title: string,
  blocks: types.InputBlock[],
  metadata = '',
): types.ModalView => ({
  type: 'modal',
  callback_id: ids.tabCallback(which),
  title: plain(title),
  submit: plain(words.save),
  close: plain(words.close),
  private_metadata: metadata,
  blocks,
});

/** Keeps the sentence of a refusal under `at`. @throws what is no sentence for a person */
export function attempt(errors: Record<string, string>, at: string, read: () => unknown): void {
  try {
    read();
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    errors[at] = error.message;
  }
}
