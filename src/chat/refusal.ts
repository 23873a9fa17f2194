/** A sentence that ends what somebody does, where core has no `Failure` for it. */

/** Its message is the sentence for the person: what is wrong, and what to do. Nothing was kept or charged. */
export class Refusal extends Error {
  override name = 'Refusal';
}
