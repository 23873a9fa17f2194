/** A form as it is drawn: plain data. */
import type { Draft } from '../../chat/request.ts';
import type { Field, MediaField } from '../../models/fields.ts';
import type { PostedFile } from './messages.ts';

export type Setting = Exclude<Field, MediaField>;
export type Option = { value: string; label: string; about?: string };

export type FormPicture = { file: PostedFile; name: string };

export type FormView = {
  /** What it is about, which comes back with it. */
  draft: string;
  /** `lake.jpg`, or what else is meant. */
  about: string;
  picture: FormPicture | undefined;
  /** Of several files: which are meant. */
  which: { options: readonly Option[]; chosen: string } | undefined;
  /** A link instead of a file, where there is none yet. */
  link: string | undefined;
  /** Of the files that can be chosen then: `.jpg,.png`. */
  accept: string | undefined;
  models: readonly (Option & { price: string; wait: string | undefined; icon: string })[];
  model: string;
  presets: { options: readonly Option[]; chosen: string } | undefined;
  settings: readonly { field: Setting; value: unknown; error?: string | undefined }[];
  /** What will be like what: `360 × 240`. */
  size: { width: number; height: number; becomes: string | undefined } | undefined;
  price: string;
  /** What its button says. */
  run: string;
  /** What is wrong with it as a whole. */
  error: string | undefined;
};

export type { Draft };
