/** What goes wrong in a workspace while the app works. */

import { emit } from './http/events.ts';
import { endInstallation } from './methods/account.ts';
import { removeMessage } from './methods/messages.ts';
import {
  type Channel,
  type FakeState,
  type Installation,
  installationIn,
  type Message,
  type SlackFile,
  type Workspace,
} from './state.ts';

export type Incidents = {
  /** Uploads take so long from now on. */
  processingMs(ms: number): void;
  /** Calls answer token_revoked, and the app is told. */
  revokeToken(workspace: Workspace): void;
  /** Calls answer account_inactive, and the app is told. */
  uninstall(workspace: Workspace): void;
  kickBot(channel: Channel): void;
  archive(channel: Channel): void;
  /** A moderator deletes any message. */
  deleteMessage(message: Message): void;
  /** Somebody deletes a file, and with it the messages that show nothing else. */
  deleteFile(file: SlackFile): void;
};

/** @throws Error, from each that is about a bot, where the app is not installed */
export function createIncidents(state: FakeState): Incidents {
  const installed = (workspace: Workspace): Installation => {
    const installation = installationIn(workspace);
    if (!installation) throw new Error(`The app is not installed in ${workspace.name}`);
    return installation;
  };
  return {
    processingMs(ms) {
      state.processingMs = ms;
    },
    revokeToken: (workspace) => endInstallation(state, installed(workspace), 'revoked'),
    uninstall: (workspace) => endInstallation(state, installed(workspace), 'uninstalled'),
    kickBot(channel) {
      const { bot } = installed(channel.workspace);
      channel.members.delete(bot);
      emit(state, channel.workspace, 'channel_left', { channel: channel.id });
    },
    archive(channel) {
      channel.archived = true;
      emit(state, channel.workspace, 'channel_archive', { channel: channel.id });
    },
    deleteMessage: (message) => removeMessage(state, message),
    deleteFile(file) {
      file.deleted = true;
      emit(state, file.workspace, 'file_deleted', { file_id: file.id });
      for (const message of file.shares)
        if (message.text === '' && message.files.every(({ deleted }) => deleted))
          removeMessage(state, message);
    },
  };
}
