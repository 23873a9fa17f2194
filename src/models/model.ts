/** What a model is: what a person may set, what it costs, what goes in and out, and what the provider is sent. */
import type { Field, MediaField, Medium, Value } from './fields.ts';

/** A model's settings without its media: checked, complete, JSON. */
export type Settings = Readonly<Record<string, Value>>;

/** One thing that is wrong with what a person asked for; core's words say it. */
export type Problem =
  | { kind: 'unknown'; name: string }
  | { kind: 'missing'; field: Field }
  | { kind: 'wrong'; field: Field; given: unknown };

export type Prepared = { ok: true; settings: Settings } | { ok: false; problems: Problem[] };

/** One submit: `POST /v2/{slug}` with a flat JSON body. */
export type Request = { slug: string; body: Record<string, Value> };

/**
 * What of a file a model's rules are about. Pixels as shown. What moves has seconds, frames per second and frames; `audio`:
 * there is sound, `alpha`: there is transparency.
 */
export type Shape = {
  width: number;
  height: number;
  seconds?: number | undefined;
  fps?: number | undefined;
  frames?: number | undefined;
  audio?: boolean | undefined;
  alpha?: boolean | undefined;
};

/** A setting by its name, and a value that it takes. */
export type Setting = { name: string; value: string | number };

/**
 * What IPTC calls a file that was made like this (http://cv.iptc.org/newscodes/digitalsourcetype/, as of 2024-09-17):
 * algorithmicallyEnhanced               modified or corrected by an algorithm, what it shows being the same
 * compositeWithTrainedAlgorithmicMedia  a file that was there, with parts that a trained model has invented
 * trainedAlgorithmicMedia               made by a trained model
 */
export type DigitalSource =
  | 'algorithmicallyEnhanced'
  | 'compositeWithTrainedAlgorithmicMedia'
  | 'trainedAlgorithmicMedia';

export type Model = {
  /** The provider's slug. */
  name: string;
  /** The user-facing command, e.g. `upscale`. */
  command: string;
  /** What it does, and its maker: `Larger picture (ESRGAN)`. The same words in forms, help and lists. */
  title: string;
  /** What it does: `Larger picture`. */
  does: string;
  /** The same on a button, where the file is seen: `Larger`. */
  short: string;
  /** Stands in the names of its results beside the main setting, e.g. `detail` in `lake-detail-4x.png`. */
  tag?: string;
  /** Values of the main setting that are offered under a result, the first one first; left out, what is usual. */
  offers?: readonly (string | number)[];
  /** Settings that are tried beside others on a part of a picture, from little to much; left out, it is tried as usual. */
  tastes?: readonly Settings[];
  /** The name of the setting that belongs to what it does: `scale` in `Larger picture ×4`. */
  main?: string;
  summary: string;
  /** What people say instead of its command: a word, or several with any small words between, as in `bring to life`. */
  words?: readonly string[];
  takes: Medium;
  gives: Medium;
  /** What is written into its results, for whoever asks where they come from. */
  digitalSource: DigitalSource;
  fields: readonly Field[];
  /** The one field that takes the source. */
  media: MediaField;
  /** The name of a model that does about the same for less. */
  instead?: string;
  /** The name of a model that does the same for pictures that move. */
  whenMoving?: string;
  /** What a result of this source will be like; what nobody can say is left out. */
  expect(settings: Settings, source: Shape): Partial<Shape>;
  /** What is best for this source among settings that were left open. @param given what the person set */
  presets?(given: Settings, source: Shape): Settings;
  /**
   * Where these settings would add nothing to the source: how many frames a second it has, how many were asked for, and
   * the setting that adds some, if any does.
   */
  pointless?(settings: Settings, source: Shape): { has: number; asked: number; better?: Setting } | undefined;
  /**
   * How much work a run is: what its time and its cost grow with, in megapixels over all frames of what the model makes, times
   * what else drives it. What every run takes alike, such as loading the model, is no part of it: that is learned.
   */
  work(settings: Settings, source: Shape): number;
  /** The work of the run that the published averages are taken to be of, and what stands for a source that nobody knows yet. */
  usualWork: number;
  usualSource: Shape;
  /** Of a run of usual work, in thousandths of a credit; 1 credit = 1 US cent. */
  price: number;
  /** From submit, in ms: past it a job is called overdue. It ends only when the provider forgets it. */
  deadlineMs: number;
  /** The provider's published average in ms, of a run of usual work; undefined where it publishes none. */
  usualMs: number | undefined;
  /** Checks and completes what a person set. Numbers and booleans may come as text; `''` means not set. */
  prepare(raw: Readonly<Record<string, unknown>>): Prepared;
  /**
   * The request for settings that `prepare` returned and a source the provider can fetch.
   * `asNumbers` names fields as `model.field` whose number is to be sent as a number although the provider's
   * own sample sends text.
   */
  request(settings: Settings, sourceUrl: string, asNumbers?: readonly string[]): Request;
};
