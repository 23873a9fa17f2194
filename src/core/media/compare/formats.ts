/** The file types that results can have, and what each can hold. */
import type { Model, Settings } from '../../../models/model.ts';

/**
 * `edge`: the most pixels a side. JPEG writes it in 16 bits (ITU-T T.81, B.2.2), WebP in 14 and less one (RFC 9649, 2.6);
 * PNG's 31 bits are more than anybody makes.
 */
export const formats = {
  jpeg: { called: 'JPEG', edge: 65_535 },
  webp: { called: 'WebP', edge: 16_383 },
  png: { called: 'PNG', edge: 2_147_483_647 },
  video: { called: 'MP4', edge: 65_535 },
} as const;

/** Which of them a result has: the one that is set, else what the model gives. */
export function formatOf(model: Model, settings: Settings): keyof typeof formats {
  if (model.gives === 'video') return 'video';
  const field = model.fields.find(({ role }) => role === 'format');
  const set = field && String(settings[field.name]);
  return set === 'jpeg' || set === 'webp' ? set : 'png';
}
