/** A setting as a field: sliders for ranges, segments for a few choices, switches, words. */
import { accepts } from '../../../core/words/fields.ts';
import type { ChoiceField, NumberField, TextField, ToggleField } from '../../../models/fields.ts';
import { pageWords } from '../../words.ts';
import type { FormView } from './form-view.ts';

type Drawn = FormView['settings'][number];

/** More choices than this are a list. */
const mostSegments = 5;
/** Text that may be longer than this is typed in a box of several lines. */
const longestLine = 200;

export function FieldOf({ setting: { field, value, error } }: { setting: Drawn }) {
  return (
    <div class="setting">
      <Control field={field} value={value} />
      {error !== undefined && (
        <p class="note" data-is="bad" id={`e-${field.name}`}>
          <span>{error}</span>
        </p>
      )}
    </div>
  );
}

function Control({ field, value }: Pick<Drawn, 'field' | 'value'>) {
  switch (field.kind) {
    case 'choice':
      return field.options.length <= mostSegments ? (
        <Segments field={field} value={value} />
      ) : (
        <List field={field} value={value} />
      );
    case 'number':
      return <Slider field={field} value={value} />;
    case 'toggle':
      return <Switch field={field} value={value} />;
    case 'text':
      return <Words field={field} value={value} />;
  }
}

const nameOf = ({ name }: { name: string }) => `set:${name}`;

const Segments = ({ field, value }: { field: ChoiceField; value: unknown }) => (
  <fieldset class="field">
    <legend>{field.title}</legend>
    <div class="seg">
      {field.options.map((it) => (
        <label>
          <input
            type="radio"
            name={nameOf(field)}
            value={String(it.value)}
            checked={String(it.value) === String(value)}
          />
          <span>{it.label}</span>
        </label>
      ))}
    </div>
    <span class="hint">{field.description}</span>
  </fieldset>
);

const List = ({ field, value }: { field: ChoiceField; value: unknown }) => (
  <div class="field">
    <label class="lab" for={`f-${field.name}`}>
      {field.title}
    </label>
    <select class="text" id={`f-${field.name}`} name={nameOf(field)}>
      {field.options.map((it) => (
        <option value={String(it.value)} selected={String(it.value) === String(value)}>
          {it.label}
        </option>
      ))}
    </select>
    <span class="hint">{field.description}</span>
  </div>
);

function Slider({ field, value }: { field: NumberField; value: unknown }) {
  const { name, title, min, max, integer, description } = field;
  const at = Number(value ?? field.default ?? min);
  const share = Math.round(((at - min) / (max - min)) * 1000) / 10;
  return (
    <div class="field">
      <label class="lab" for={`f-${name}`}>
        {title} <output for={`f-${name}`}>{at}</output>
      </label>
      <input
        id={`f-${name}`}
        type="range"
        name={nameOf(field)}
        min={String(min)}
        max={String(max)}
        step={integer ? '1' : 'any'}
        value={String(at)}
        data-initial={field.default === undefined && value === undefined ? '' : undefined}
        style={`--v:${share}%`}
        aria-describedby={`h-${name}`}
      />
      <span class="hint" id={`h-${name}`}>{`${description}: ${accepts(field)}`}</span>
    </div>
  );
}

const Switch = ({ field, value }: { field: ToggleField; value: unknown }) => (
  <label class="switch">
    <input type="checkbox" role="switch" name={nameOf(field)} checked={value === true || value === 'true'} />
    <span>
      <b class="small">{field.title}</b>
      <br />
      <span class="hint">{field.description}</span>
    </span>
  </label>
);

function Words({ field, value }: { field: TextField; value: unknown }) {
  const { name, title, maxLength, description } = field;
  const text = String(value ?? '');
  const common = {
    class: 'text',
    id: `f-${name}`,
    name: nameOf(field),
    maxlength: maxLength,
    'aria-describedby': `h-${name}`,
  };
  return (
    <div class="field">
      <label class="lab" for={`f-${name}`}>
        {title} <output data-count={maxLength}>{pageWords.form.of(text.length, maxLength)}</output>
      </label>
      {maxLength > longestLine ? (
        <textarea {...common} rows={2}>
          {text}
        </textarea>
      ) : (
        <input {...common} value={text} />
      )}
      <span class="hint" id={`h-${name}`}>
        {description}
      </span>
    </div>
  );
}
