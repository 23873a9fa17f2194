/** A channel as HTML: whole, a message of it, what stands beside it, a form. */
import type { Question } from '../../chat/turn.ts';
import { Channel } from './channel.tsx';
import { Form } from './form/form.tsx';
import type { FormView } from './form/form-view.ts';
import { QuestionForm } from './form/question.tsx';
import { Log, MessageOf, peopleIn } from './log/message.tsx';
import type { Shown } from './log/messages.ts';
import { Side } from './side.tsx';
import type { NamesOf, PageView, SideView } from './view.ts';

const text = async (html: { toString(): string | Promise<string> }): Promise<string> => html.toString();

export async function drawPage(view: PageView): Promise<string> {
  const { entered } = view;
  const names = entered ? await entered.namesOf(peopleIn(entered.messages)) : new Map<string, string>();
  return text(<Channel view={view} names={names} />);
}

export async function drawAll(messages: readonly Shown[], namesOf: NamesOf): Promise<string> {
  return text(<Log messages={messages} names={await namesOf(peopleIn(messages))} />);
}

export async function drawOne(shown: Shown, namesOf: NamesOf): Promise<string> {
  return text(<MessageOf shown={shown} names={await namesOf(peopleIn([shown]))} />);
}

export const drawSide = (view: SideView): Promise<string> => text(<Side view={view} />);
export const drawForm = (view: FormView): Promise<string> => text(<Form view={view} />);
export const drawQuestion = (question: Question): Promise<string> =>
  text(<QuestionForm question={question} />);
