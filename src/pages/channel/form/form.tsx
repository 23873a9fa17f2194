/** The form: which picture, what it shall become, what that costs, and one button. */
import { Icon } from '../../layout.tsx';
import { pageWords } from '../../words.ts';
import { FieldOf } from './fields.tsx';
import type { FormView } from './form-view.ts';
import { Table } from './table.tsx';

const words = pageWords.form;

export const Form = ({ view }: { view: FormView }) => (
  <form id="enhance" class="enhance" autocomplete="off">
    <input type="hidden" name="draft" value={view.draft} />
    <Table view={view} />
    <div class="rest">
      <header>
        <h2 id="form-title" class="cut">
          {words.title(view.about)}
        </h2>
        <button class="btn quiet icon" type="button" data-close aria-label={words.close}>
          <Icon name="x" />
        </button>
      </header>
      <div class="fields">
        {view.error !== undefined && (
          <p class="note" data-is="bad" role="alert">
            <Icon name="warn" />
            <span>{view.error}</span>
          </p>
        )}
        <Which view={view} />
        <Source view={view} />
        <Models view={view} />
        <Presets view={view} />
        {view.settings.map((setting) => (
          <FieldOf setting={setting} />
        ))}
        <Next view={view} />
      </div>
      <footer>
        <p class="sum" role="status">
          {view.price}
        </p>
        <button class="btn quiet" type="button" data-close>
          {words.notNow}
        </button>
        <button class="btn primary" type="submit">
          {view.run}
        </button>
      </footer>
    </div>
  </form>
);

const Which = ({ view: { which } }: { view: FormView }) =>
  which === undefined ? null : (
    <div class="field">
      <label class="lab" for="which">
        {words.which}
      </label>
      <select class="text" id="which" name="which">
        {which.options.map(({ value, label, about }) => (
          <option value={value} selected={value === which.chosen}>
            {[label, about].filter(Boolean).join(', ')}
          </option>
        ))}
      </select>
    </div>
  );

const Source = ({ view: { link, accept } }: { view: FormView }) =>
  link === undefined ? null : (
    <div class="two">
      <div class="field">
        <label class="lab" for="link">
          {words.link}
        </label>
        <input class="text" id="link" name="link" type="url" value={link} />
      </div>
      <div class="field">
        <label class="lab" for="form-file">
          {words.file}
        </label>
        <input class="text" id="form-file" type="file" accept={accept} data-form-file />
      </div>
    </div>
  );

const Models = ({ view: { models, model } }: { view: FormView }) => (
  <fieldset>
    <legend>{words.what}</legend>
    <div class="pick">
      {models.map(({ value, label, about, price, wait, icon }) => (
        <label>
          <input type="radio" name="model" value={value} checked={value === model} />
          <Icon name={icon} />
          <span>
            <b>{label}</b>
            <small>{about}</small>
          </span>
          <span class="cost">
            {price}
            <small>{wait}</small>
          </span>
        </label>
      ))}
    </div>
  </fieldset>
);

const Next = ({ view: { next } }: { view: FormView }) =>
  next === undefined ? null : (
    <div class="field">
      <label class="lab" for="next">
        {next.label}
      </label>
      <select class="text" id="next" name="next">
        {next.options.map(({ value, label }) => (
          <option value={value} selected={value === next.chosen}>
            {label}
          </option>
        ))}
      </select>
    </div>
  );

const Presets = ({ view: { presets } }: { view: FormView }) =>
  presets === undefined ? null : (
    <div class="field">
      <label class="lab" for="preset">
        {words.preset}
      </label>
      <select class="text" id="preset" name="preset">
        <option value="">{words.noPreset}</option>
        {presets.options.map(({ value, label, about }) => (
          <option value={value} selected={value === presets.chosen}>
            {`${label}: ${about}`}
          </option>
        ))}
      </select>
    </div>
  );
