/** A passing fault of the provider: the same call may well work later. Final answers are a `Failure` instead. */
export class ProviderUnavailable extends Error {
  override name = 'ProviderUnavailable';
  /** How long the provider asked to be left alone, in ms; undefined when it did not say. */
  readonly afterMs?: number | undefined;

  /** `detail` is one clean line for the log. */
  constructor(detail: string, afterMs?: number) {
    super(detail);
    this.afterMs = afterMs;
  }
}

/** It answered, and nobody can read what. */
export class ProviderUnreadable extends ProviderUnavailable {
  override name = 'ProviderUnreadable';
}
