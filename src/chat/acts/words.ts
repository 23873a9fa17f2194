/** What is said where only an admin can allow something, to them and to whoever asks. Plain text; what is typed stands in backticks. */
import { quoted } from '../../core/words/amounts.ts';
import { some } from '../../core/words/names.ts';

export const askWords = {
  aJob: 'a job',
  /** @param facts of the failure, as core has them */
  asksFor: (it: {
    who: string;
    what: string;
    code: string;
    facts: Record<string, unknown>;
    /** A command as people type it. */
    typed: (command: string) => string;
  }) => {
    const { price, available, cap } = it.facts;
    const [costs, has, most] = [price, available, cap].map((amount) => some(Number(amount)));
    const begin = `${it.who} asks for ${it.what}`;
    switch (it.code) {
      case 'credits-short':
        return [
          `${begin}, which costs ${costs}. They have ${has}: ${some(Number(price) - Number(available))} are missing.`,
          `To grant them by words: \`${it.typed('credits grant')}\`.`,
        ];
      case 'job-cap':
        return [
          `${begin}, which costs ${costs}. One job may cost ${most}.`,
          `To allow more, change per_job: \`${it.typed('credits limits')}\`.`,
        ];
      case 'daily-cap':
        return [
          `${begin}, which costs ${costs}. A person may spend ${most} a day; they have spent ${some(Number(it.facts.spent))} today.`,
          `To allow more, change per_day: \`${it.typed('credits limits')}\`.`,
        ];
      case 'scope-budget':
        return [
          `${begin}, but the budget of ${some(Number(it.facts.budget))} for the month is used up.`,
          `To allow more, change budget: \`${it.typed('credits limits')}\`.`,
        ];
      case 'cost-day':
      case 'cost-month':
        return [
          `${begin}, for which the provider could take ${some(Number(it.facts.bound))}. It may take ${some(Number(it.facts.most))} a ${it.code === 'cost-day' ? 'day' : 'month'}. Spent or reserved so far: ${some(Number(it.facts.counted))}.`,
          `To allow more, change ${it.code === 'cost-day' ? 'cost_per_day' : 'cost_per_month'}: \`${it.typed('credits limits')}\`.`,
        ];
      default:
        return [`${begin}, which is switched off there.`, `To allow it: \`${it.typed('credits allow')}\`.`];
    }
  },
  asked: 'The admins here were asked.',
  askedBefore: 'You asked for this within the last hour. If it cannot wait, speak to an admin yourself.',
  nobodyToAsk: (typed: string) =>
    `There is no place here where admins are told such things. Speak to one of them; they can name a channel for it with \`${typed}\` (admin_channel).`,
  yoursToAllow: (code: string) =>
    code === 'credits-short'
      ? 'You are an admin here, so it is yours to grant.'
      : 'You are an admin here, so it is yours to change: `credits` shows the limits.',
  grant: (thousandths: number) => `Grant ${some(thousandths)}…`,
  grantNow: (thousandths: number) => `Grant ${some(thousandths)}`,
  grantAsks: (name: string, thousandths: number) =>
    `Grant ${some(thousandths)} to ${quoted(name)}? They last until they are spent.`,
  grantReason: 'asked for with the button',
  granted: (name: string, thousandths: number, available: number | null) =>
    `${quoted(name)} was granted ${some(thousandths)}${available === null ? '' : ` and now has ${some(available)}`}.`,
  grantedToYou: (thousandths: number) =>
    `An admin granted you the ${some(thousandths)} that you asked for. Ask for your job again.`,
} as const;
