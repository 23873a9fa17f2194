/** Room for an edit. */
import type { EditLimits, Purpose } from '../ports/edit-limits.ts';

/** What an edit wants room for, and in which budgets. */
export type Wish = { purpose: Purpose } & Pick<EditLimits, 'lane' | 'budgets'>;

/** Room for one edit, taken from all of its budgets and held until the first of these is called. */
export type Slot = {
  /** The edit was answered, well or not. @param now ms */
  used(now: number): void;
  /** Nothing was sent; does nothing after `used`. */
  unused(): void;
};

/** Room that nobody counts. */
export const nothing: Slot = { used: () => {}, unused: () => {} };
/** Room in both. */
export const both = (one: Slot, other: Slot): Slot => ({
  used(now) {
    one.used(now);
    other.used(now);
  },
  unused() {
    one.unused();
    other.unused();
  },
});
