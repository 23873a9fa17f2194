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
    typed: string;
  }) => {
    const { price, available, cap } = it.facts;
    const [costs, has, most] = [price, available, cap].map((amount) => some(Number(amount)));
    const begin = `${it.who} asks for ${it.what}`;
    switch (it.code) {
      case 'credits-short':
        return [
          `${begin}, which costs ${costs}. They have ${has}: ${some(Number(price) - Number(available))} are missing.`,
          `Grant them with the button, or type \`${it.typed} grant\`.`,
        ];
      case 'job-cap':
        return [
          `${begin}, which costs ${costs}. One job may cost ${most}.`,
          `To allow more, change per_job: \`${it.typed} limits\`.`,
        ];
      case 'daily-cap':
        return [
          `${begin}, which costs ${costs}. A person may spend ${most} a day, and that is nearly used up.`,
          `To allow more, change per_day: \`${it.typed} limits\`.`,
        ];
      case 'scope-budget':
        return [
          `${begin}, but the budget of ${some(Number(it.facts.budget))} for the month is used up.`,
          `To allow more, change budget: \`${it.typed} limits\`.`,
        ];
      default:
        return [`${begin}, which is switched off there.`, `To allow it: \`${it.typed} rules\`.`];
    }
  },
  asked: 'An admin was asked. You will see it when it is allowed.',
  askedBefore: 'You asked for this within the last hour. If it cannot wait, speak to an admin yourself.',
  nobodyToAsk: (typed: string) =>
    `There is no place here where admins are told such things. Speak to one of them; they can name a channel for it with \`${typed} limits\` (admin_channel).`,
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
