/** What a result says of itself as one of several versions. */
import { versionLineOf } from '../../../../chat/versions/actions.ts';
import type { View } from '../../../../core/view/view.ts';
import { plain } from '../components.ts';

/** Nothing of what stands beside a result, and nothing in a plainer form: it names the source. */
export function versionIn({ versioned, aside }: View, neutral: boolean): string[] {
  const line = neutral || aside ? undefined : versionLineOf(versioned);
  return line === undefined ? [] : [plain(line)];
}
