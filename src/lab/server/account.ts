/** The lab's money, in thousandths of a US cent as the models state their prices, so that sums stay exact. */

const perDollar = 100_000;

export const dollars = (thousandths: number): number => thousandths / perDollar;

export type Account = {
  /** What is left, in US dollars. */
  balance(): number;
  set(dollars: number): void;
  /**
   * Sets the price aside until the work ends; undefined when what is not yet set aside does not cover it.
   * Call exactly one of the two, once: only `settle` lowers the balance.
   */
  reserve(price: number): Hold | undefined;
};
/** `settle`: by what the run has cost, which may be more than was set aside. */
export type Hold = { settle(cost: number): void; release(): void };

/** Prices are reserved on submit and charged on completion, as the provider documents. */
export function openAccount(initialDollars: number): Account {
  let balance = Math.round(initialDollars * perDollar);
  let reserved = 0;
  return {
    balance: () => dollars(balance),
    set(amount) {
      balance = Math.round(amount * perDollar);
    },
    reserve(price) {
      if (balance - reserved < price) return undefined;
      reserved += price;
      return {
        settle(cost) {
          reserved -= price;
          balance -= cost;
        },
        release() {
          reserved -= price;
        },
      };
    },
  };
}
