/** What a person sees of a job. Core decides what is said; a platform decides how it looks. */
import type { Medium } from '../../models/fields.ts';
import type { Form } from '../domain/form.ts';
import type { MediaFile } from '../domain/job.ts';
import type { ComparisonType, MovingType } from '../domain/media-record.ts';

import type { VersionView } from './versions/standing.ts';

export type ViewState = 'QUEUED' | 'PROCESSING' | 'COMPLETED' | 'FAILED' | 'CANCELLED';

export type View = {
  id: string;
  version: number;
  state: ViewState;
  /** Nothing more will come of it by itself. */
  over: boolean;
  /** What is done: `Larger picture ×4`. */
  title: string;
  /** What is set beside, where it differs from what is usual: `File type PNG · Quality 80`; may be empty. */
  settings: string;
  requester: string;
  /** The source's name, e.g. `lake.jpg`; undefined where it has none. */
  sourceName: string | undefined;
  /** What it costs at most, or what it cost. */
  price: string;
  /** One sentence: what is going on, or how it ended. */
  line: string;
  /** What of it is to be seen at once when it changes, besides the state: the kind of line, the place in line, what cancelling costs. */
  news: string;
  /** 0 to 1; undefined when nothing honest can be said. */
  progress: number | undefined;
  /** It can still be cancelled. */
  cancellable: boolean;
  /** `free to cancel`, or what it still costs, in a few words; undefined where it cannot be cancelled. */
  cancelCost: string | undefined;
  /** What cancelling costs all the same, in a sentence, once the provider has the job or is about to. */
  cancelNote: string | undefined;
  source: MediaFile | undefined;
  result: MediaFile | undefined;
  /** The result's name: `lake-4x.jpg`; undefined where there is none. */
  resultName: string | undefined;
  /** `360 × 240 → 1440 × 960`; undefined while there is no result. */
  sizes: string | undefined;
  /** `5 s`: from asking to the result; undefined while there is none. */
  took: string | undefined;
  /** Sentences: what the result will lack of its source, or lacks; and how it is not as it was expected. */
  losses: readonly string[];
  differences: readonly string[];
  /** The run that takes all of a source that moves, where this one takes its first picture. */
  whenMoving?: Repair;
  /** The result is a video of a picture that moved: as what it can be had again. */
  cameAs?: MovingType;
  /** It can be set beside its source: what the model took that as. */
  compares?: Medium;
  /** Nothing that moves is to be made of it: a picture stands where there would be a clip. */
  still?: true;
  /** Not the result itself is shown, but something beside it, named in a few words; and what else can be shown so. */
  aside?: { name: string; more: readonly ComparisonType[] };
  /** What the result can be handed to, as long as it is there. */
  next: readonly FollowUp[];
  /** How it could be run so that it works, once it is over without a result; left out where no other run mends it. */
  repair?: Repair;
  /** The result was taken away; what is said of it stays. */
  removed: boolean;
  /** There is a result that could not be posted: it can be tried again while its file is kept. */
  undelivered: boolean;
  /** What the result shows, for people who cannot see it. */
  alt: string;
  /** Results come from the lab, not from a model. */
  lab: boolean;
  /** It is of several jobs, which one card shows: each of them, in the order of the request. */
  batch?: readonly BatchLine[];
  /** They are ways to do one thing, tried on a part of a picture; the first is that part as it was. */
  taste?: TasteView;
  /** What its result is among the versions of its source. */
  versioned?: VersionView;
  /** They are the steps of one request, one after the other. */
  recipe?: RecipeView;
  /** Where the result, or all of them, can be looked at beside what they came of: an address for whoever has it. */
  page?: string;
  /** In which it is to be shown and posted; left out: in full. The view itself is in it already. */
  form?: Form;
};

/** `resume`: it stopped, and goes on from this step, counted from 1, for this price. `asks`: that is shown first. */
export type RecipeView = { resume?: { step: number; price: number; asks: boolean } };

export type TasteView = { ways: readonly WayView[] };

/** A way that can be voted for; `whole`: what all of the picture costs by it, where it can be run so. */
export type WayView = {
  /** 0 is the plain enlargement. */
  position: number;
  name: string;
  votes: number;
  whole?: { price: number; asks: boolean };
};

/** One of several on a card; `view`: of its job, where there is or was one. */
export type BatchLine = {
  position: number;
  /** Of its source; where it has none, what is done. */
  name: string;
  state: ViewState;
  over: boolean;
  /** How far it is, what came of it, or why nothing did, in one sentence. */
  said: string;
  view: View | undefined;
};

/** A model that takes a result, as it would be run on it. */
export type FollowUp = {
  /** The model's name. */
  model: string;
  /** Of its main setting; left out, it is as usual. */
  value?: string | number;
  /** Thousandths of a credit. */
  price: number;
  /** Its price is shown first, and nothing runs before that is agreed to. */
  asks: boolean;
};

/** A run that may end well where this one did not. */
export type Repair = {
  /** The same once more, with one setting changed, of the beginning only, or by another model as that does it by itself. */
  by: 'again' | 'set' | 'first' | 'instead';
  /** The model's name. */
  model: string;
  set?: { name: string; value: string | number };
  /** Seconds. */
  first?: number;
  /** Thousandths of a credit. */
  price: number;
  /** Its price is shown first, and nothing runs before that is agreed to. */
  asks: boolean;
};

/** Where a queued job stands. */
export type Waiting = {
  /** 1 is next. */
  position: number;
  /** Until its turn, if every job ahead takes as long as its model usually does; undefined where nobody knows. */
  startsInMs: number | undefined;
  /** Its person has as many with the provider as they may. */
  behindOwn?: true;
};
