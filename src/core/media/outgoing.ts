/** What of a person's file leaves the house: a copy that the model can read, without what says where and by whom it was made. */
import { stat } from 'node:fs/promises';
import type { Medium } from '../../models/fields.ts';
import type { MediaRecord } from '../domain/media-record.ts';
import { convert } from './convert/convert.ts';
import { conversionOf } from './convert/plan.ts';
import type { Encoder } from './encoder.ts';
import type { Files, Stored } from './files.ts';
import { withoutTraces } from './metadata/kept.ts';

export type Outgoing = {
  path: string;
  /** MIME type by content. */
  type: string;
  bytes: number;
  /** Once it was handed over, or could not be. */
  remove(): Promise<void>;
};

/**
 * @param options.takes what the model takes: a picture that moves goes to a video model as a clip
 * @throws the signal's reason; Failure where it cannot be made into something that the model takes
 */
export async function outgoing(
  { files, encoder }: { files: Files; encoder?: Encoder | undefined },
  { name, type, bytes }: Stored,
  { record, takes, signal }: { record: MediaRecord; takes: Medium; signal: AbortSignal },
): Promise<Outgoing> {
  signal.throwIfAborted();
  const conversion = conversionOf(record, takes);
  if (!conversion) return withoutTraces(files, { name, type, bytes }, signal);
  const path = files.path(name);
  const { path: folder, remove } = await files.workFolder();
  try {
    const copy = await convert({ path, record, folder, encoder, signal }, conversion);
    return { path: copy, type: conversion.to, bytes: (await stat(copy)).size, remove };
  } catch (error) {
    await remove();
    throw error;
  }
}
