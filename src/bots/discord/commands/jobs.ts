/** `/jobs`: a person's own jobs, seen by them alone. */
import { type AutocompleteInteraction, type ChatInputCommandInteraction, MessageFlags } from 'discord.js';
import { within } from '../../../async/deadline.ts';
import type { Person } from '../../../core/domain/command.ts';
import type { Job } from '../../../core/domain/job.ts';
import type { View } from '../../../core/view/view.ts';
import { status } from '../../../core/words/status.ts';
import { linkTo, readAddress } from '../address.ts';
import { type bodyOf, button, container, heading, moment, plain, rows, small, text } from '../cards/card.ts';
import type { Bot } from '../context.ts';
import { isModerator, personOf, placeOf } from '../requests/permissions.ts';
import { begin, tell } from '../requests/start.ts';
import { Refused, words } from '../words/request.ts';
import { resendDirectly, resendHere } from './resend.ts';

/** Discord shows so many suggestions, and takes the answer for 3 s. */
const mostSuggestions = 25;
const suggestMs = 1_500;
const listed = 10;

export async function handleJobs(bot: Bot, interaction: ChatInputCommandInteraction): Promise<void> {
  const person = personOf(bot, interaction);
  const deed = interaction.options.getSubcommand();
  if (deed === 'list') return list(bot, interaction, person);
  const job = await ownJob(bot, interaction, person, deed === 'cancel');
  switch (deed) {
    case 'show':
      return showJob(bot, interaction, job);
    case 'cancel': {
      const done = await bot.requests.cancel(job.id);
      return tell(bot, interaction, done ? words.cancelling : words.cannotCancel);
    }
    case 'again': {
      const { alt, spoiler, source } = readAddress(job.address);
      return begin(
        bot,
        { kind: 'answer', interaction },
        {
          key: interaction.id,
          person,
          place: placeOf(bot, interaction),
          model: job.model,
          settings: job.settings,
          source: undefined,
          kept: { job: job.id, file: 'source' },
          marks: { alt, spoiler, source },
        },
      );
    }
    case 'resend':
      return interaction.options.getString('where') === 'dm'
        ? resendDirectly(bot, interaction, job)
        : resendHere(bot, interaction, job);
  }
}

/** @throws Refused when it is not known, or not theirs. */
async function ownJob(
  bot: Bot,
  interaction: ChatInputCommandInteraction,
  person: Person,
  forModerators: boolean,
): Promise<Job> {
  const id = interaction.options.getString('id', true).trim().toLowerCase();
  const job = await bot.requests.read(id);
  if (job?.platform !== 'discord' || job.scope !== person.scope) throw new Refused(words.gone);
  const may = job.requester === person.requester || (forModerators && isModerator(interaction));
  if (!may) throw new Refused(words.gone);
  return job;
}

async function views(bot: Bot, person: Person, count: number): Promise<{ job: Job; view: View }[]> {
  const jobs = await bot.requests.jobs(person, count);
  return Promise.all(jobs.map(async (job) => ({ job, view: await bot.requests.view(job) })));
}

async function list(bot: Bot, interaction: ChatInputCommandInteraction, person: Person): Promise<void> {
  const found = await views(bot, person, listed);
  const lines = found.map(
    ({ job, view }) =>
      `\`${job.id}\` **${view.state}** ${plain(view.title)}, ${moment(job.createdAt)} · ${view.price}`,
  );
  await answer(interaction, [text(lines.join('\n') || words.noJobs)]);
}

async function showJob(bot: Bot, interaction: ChatInputCommandInteraction, job: Job): Promise<void> {
  const view = await bot.requests.view(job);
  const { result, channel, card, guild } = readAddress(job.address);
  const facts = [view.price, moment(job.createdAt), ...(view.lab ? [status.lab] : [])];
  await answer(interaction, [
    container([
      text(heading(view, false)),
      text(`**${view.state}** · ${plain(view.line)}`),
      text(
        [
          words.cardAt(linkTo(guild, channel, card)),
          ...(result ? [words.resultAt(linkTo(guild, result.channel, result.message))] : []),
        ].join(' · '),
      ),
      small(facts.join(' · ')),
      ...rows(view.cancellable ? [button(`v1:cancel:${job.id}`, words.cancel)] : []),
    ]),
  ]);
}

const answer = (interaction: ChatInputCommandInteraction, components: Parameters<typeof bodyOf>[0]) =>
  interaction.reply({
    components,
    flags: MessageFlags.Ephemeral | MessageFlags.IsComponentsV2,
    allowedMentions: { parse: [] },
  });

/** Suggests ids while one is typed; nothing rather than late. */
export async function suggestJobs(bot: Bot, interaction: AutocompleteInteraction): Promise<void> {
  const typed = interaction.options.getFocused().trim().toLowerCase();
  const found = await within(suggestMs, views(bot, personOf(bot, interaction), mostSuggestions)).catch(
    () => [],
  );
  const choices = found.map(({ job, view }) => ({
    name: `${job.id} · ${view.state} · ${view.title}${view.settings ? ` · ${view.settings}` : ''}`.slice(
      0,
      100,
    ),
    value: job.id,
  }));
  await interaction.respond(choices.filter(({ name }) => name.toLowerCase().includes(typed)));
}
