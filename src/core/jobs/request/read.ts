import type { MediaRecord } from '../../domain/media-record.ts';
import { probe } from '../../media/probe/probe.ts';
import type { Context } from '../context.ts';

/** Somebody is waiting: a machine that is busy for a moment is asked again before they are told. */
const tries = 3;

/** What a kept file holds. @throws as `probe` */
export const read = ({ files, encoder }: Context, name: string): Promise<MediaRecord> =>
  probe(files.path(name), { encoder, tries });
