/**
 * A model's zod schema, seen as the fields a person may set.
 *
 * Everything goes through JSON Schema, never through zod's insides, so a field is exactly what the schema says.
 * Every surface (Discord options, Slack blocks, web form, text arguments, help) draws these and nothing else.
 */
import { z } from 'zod';

export type Medium = 'image' | 'video';
export type Value = string | number | boolean;

/**
 * What a field is for, where a person may say it without its name: `times` is how many times larger (`x4`), `rate`
 * frames per second (`60fps`), `prompt` quoted words, `format` the result's file type (`png`, or a file name's ending).
 */
export type Role = (typeof roles)[number];
const roles = ['times', 'rate', 'prompt', 'format'] as const;

type Common = {
  /** The provider's own parameter name; also the flag, option and block name. */
  name: string;
  title: string;
  description: string;
  /** The provider demands it. It may still carry a default, which is then what surfaces prefill. */
  required: boolean;
  role?: Role;
};
export type MediaField = Common & { kind: 'media'; medium: Medium; maxSeconds?: number };
export type TextField = Common & { kind: 'text'; default?: string; maxLength: number };
export type NumberField = Common & {
  kind: 'number';
  integer: boolean;
  min: number;
  max: number;
  default?: number;
};
export type ChoiceField = Common & {
  kind: 'choice';
  options: { value: string | number; label: string }[];
  default?: string | number;
  /** The provider's own sample sends this number as text. */
  wire?: 'text';
};
export type ToggleField = Common & { kind: 'toggle'; default?: boolean };
export type Field = MediaField | TextField | NumberField | ChoiceField | ToggleField;

/**
 * What every surface can draw: the smaller of Discord's and Slack's limits, so that a model that loads can be
 * shown everywhere. Discord: options 25, name 32, description 100, choices 25, modal label 45. Slack: text input
 * 3,000, option label 75.
 */
const drawable = { fields: 25, description: 100, title: 45, choices: 25, label: 75, text: 3000 };

const propertySchema = z.object({
  type: z.enum(['string', 'integer', 'number', 'boolean']).optional(),
  title: z.string({ error: 'has no title' }).max(drawable.title),
  description: z.string({ error: 'has no description' }).max(drawable.description),
  default: z.union([z.string(), z.number(), z.boolean()]).optional(),
  enum: z.array(z.union([z.string(), z.number()])).optional(),
  minimum: z.number().optional(),
  maximum: z.number().optional(),
  maxLength: z.number().optional(),
  medium: z.enum(['image', 'video']).optional(),
  maxSeconds: z.number().optional(),
  labels: z.record(z.string(), z.string()).optional(),
  role: z.enum(roles).optional(),
  wire: z.literal('text').optional(),
});
type Property = z.infer<typeof propertySchema>;

const constantSchema = z.object({ const: z.union([z.string(), z.number(), z.boolean()]) });

/**
 * The fields of a schema, in its order. A constant (`z.literal(false)`) is sent and never drawn.
 * @throws Error naming the field that a surface could not draw.
 */
export function fieldsOf(schema: z.ZodObject): Field[] {
  const { properties = {}, required = [] } = z.toJSONSchema(schema, { io: 'input' });
  const fields: Field[] = [];
  for (const [name, json] of Object.entries(properties)) {
    if (constantSchema.safeParse(json).success) continue;
    const property = propertySchema.safeParse(json);
    if (!property.success) throw new Error(`field ${name}: ${z.prettifyError(property.error)}`);
    if (!/^[a-z0-9_]{1,32}$/.test(name))
      throw new Error(`field ${name}: the name cannot be an option's name`);
    fields.push(fieldOf(name, property.data, required.includes(name)));
  }
  if (fields.length > drawable.fields) throw new Error(`more than ${drawable.fields} fields`);
  return fields;
}

function fieldOf(name: string, property: Property, required: boolean): Field {
  const refuse = (why: string) => new Error(`field ${name}: ${why}`);
  const { title, description } = property;
  const common = { name, title, description, required, ...(property.role && { role: property.role }) };
  const initial = property.default;

  if (property.medium) {
    const { medium, maxSeconds } = property;
    return { ...common, kind: 'media', medium, ...(maxSeconds === undefined ? {} : { maxSeconds }) };
  }
  if (property.enum) {
    const options = property.enum.map((value) => ({
      value,
      label: property.labels?.[value] ?? (property.role === 'times' ? `×${value}` : String(value)),
    }));
    if (options.length > drawable.choices) throw refuse(`more than ${drawable.choices} choices`);
    if (options.some(({ label }) => label.length > drawable.label)) throw refuse('a choice is too long');
    if (typeof initial === 'boolean' || (initial !== undefined && !property.enum.includes(initial)))
      throw refuse('the default is not one of the choices');
    return {
      ...common,
      kind: 'choice',
      options,
      ...(initial === undefined ? {} : { default: initial }),
      ...(property.wire && { wire: property.wire }),
    };
  }
  switch (property.type) {
    case 'boolean':
      return { ...common, kind: 'toggle', ...(typeof initial === 'boolean' ? { default: initial } : {}) };
    case 'integer':
    case 'number': {
      const { minimum: min, maximum: max } = property;
      // An unbounded z.int() arrives as ±2^53: no surface should show that to a person.
      if (min === undefined || max === undefined || max >= Number.MAX_SAFE_INTEGER)
        throw refuse('a number needs a smallest and a largest value');
      const bounds = { integer: property.type === 'integer', min, max };
      return {
        ...common,
        kind: 'number',
        ...bounds,
        ...(typeof initial === 'number' ? { default: initial } : {}),
      };
    }
    case 'string': {
      const { maxLength } = property;
      if (maxLength === undefined || maxLength > drawable.text)
        throw refuse(`text needs a length limit of at most ${drawable.text}`);
      return {
        ...common,
        kind: 'text',
        maxLength,
        ...(typeof initial === 'string' ? { default: initial } : {}),
      };
    }
    default:
      throw refuse('no surface can draw this type');
  }
}
