/** A line of text that is asked for. */
import type { Question } from '../../../chat/turn.ts';
import { pageWords } from '../../words.ts';

export function QuestionForm({ question }: { question: Question }) {
  const { title, label, hint, most, action } = question;
  return (
    <form data-answer data-act={action.act} data-id={action.id} data-argument={action.argument}>
      <header>
        <h2>{title}</h2>
      </header>
      <div class="field">
        <label class="lab" for="answer">
          {label}
        </label>
        <input
          class="text"
          id="answer"
          name="text"
          maxlength={most}
          required
          aria-describedby="answer-hint"
        />
        <span class="hint" id="answer-hint">
          {hint}
        </span>
      </div>
      <footer class="row">
        <button class="btn quiet" type="button" data-close>
          {pageWords.form.notNow}
        </button>
        <button class="btn primary" type="submit">
          {pageWords.form.yes}
        </button>
      </footer>
    </form>
  );
}
