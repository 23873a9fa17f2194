/** What people type for a field. */
import type { Field } from './fields.ts';

const truths = new Map([
  ...['true', 'yes', 'on', '1'].map((word) => [word, true] as const),
  ...['false', 'no', 'off', '0'].map((word) => [word, false] as const),
]);

/** Text that clearly means a number or a yes/no becomes one; anything else stays and the schema refuses it. */
export function fromText(field: Field, value: unknown): unknown {
  if (typeof value !== 'string') return value;
  const text = value.trim();
  if (field.kind === 'toggle') return truths.get(text.toLowerCase()) ?? value;
  const numeric =
    field.kind === 'number' || (field.kind === 'choice' && typeof field.options[0]?.value === 'number');
  if (numeric && /^[+-]?(\d+\.?\d*|\.\d+)$/.test(text)) return Number(text);
  if (field.kind === 'choice') return text.toLowerCase();
  return value;
}
