/** Installing by a browser: what is asked of Slack for it, and the pages at its end. */
import type { ServerResponse } from 'node:http';
import type { HTTPReceiverOptions } from '@slack/bolt';
import type { Log } from '../../../core/log.ts';
import { installWords } from '../words/install.ts';
import { clientOptions } from './clients.ts';
import { neededScopes, wantedScopes } from './scopes.ts';
import type { Identity } from './workspaces.ts';

type Callbacks = NonNullable<NonNullable<HTTPReceiverOptions['installerOptions']>['callbackOptions']>;

const words = installWords.page;

/** Where the installation begins. */
export const installPath = '/slack/install';

/** What the receiver is given so that workspaces install the app by OAuth. @param of.command as in `installPages` */
export const installing = (
  { clientId, clientSecret, stateSecret, store }: Extract<Identity, { store: unknown }>,
  { apiUrl, log, command }: { apiUrl: string; log: Log; command: string },
) => ({
  clientId,
  clientSecret,
  stateSecret,
  installationStore: store,
  scopes: [...neededScopes, ...wantedScopes],
  installerOptions: {
    installPath,
    directInstall: true,
    // slack.com/oauth/… beside slack.com/api: what redirects the one redirects the other.
    authorizationUrl: new URL('/oauth/v2/authorize', apiUrl).href,
    // A code is good once.
    clientOptions: clientOptions({ apiUrl, log, timeout: 10_000 }),
    callbackOptions: installPages(command),
  },
});

/** @param command the slash command, e.g. `/darkroom`. */
function installPages(command: string): Callbacks {
  return {
    success({ team, enterprise, isEnterpriseInstall }, _options, _request, response) {
      const where = (isEnterpriseInstall ? enterprise?.name : team?.name) ?? words.organisation;
      const next = isEnterpriseInstall ? words.organisationNext : words.next(command);
      const link = `https://app.slack.com/client/${team?.id ?? enterprise?.id ?? ''}`;
      answer(response, 200, { title: words.installed(where), text: next, link, label: words.open });
    },
    failure(error, _options, request, response) {
      const denied = new URL(request.url ?? '/', 'http://localhost').searchParams.has('error');
      const title = denied ? words.denied : words.failed;
      const text = denied ? words.deniedNext : words.failedNext;
      const ours = error.code === 'slack_oauth_unknown_error';
      answer(response, ours ? 500 : 400, { title, text, link: installPath, label: words.again });
    },
  };
}

const escaped = (text: string) => text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);

function answer(
  response: ServerResponse,
  status: number,
  page: { title: string; text: string; link: string; label: string },
): void {
  const title = escaped(page.title);
  const style = 'body{font:18px/1.5 system-ui,sans-serif;max-width:32em;margin:15vh auto;padding:0 1em}';
  const head = `<meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${title}</title>`;
  const body = `<h1>${title}</h1><p>${escaped(page.text)}</p><p><a href="${escaped(page.link)}">${escaped(page.label)}</a></p>`;
  response
    .writeHead(status, {
      'content-type': 'text/html; charset=utf-8',
      // The address of this page holds a code.
      'referrer-policy': 'no-referrer',
      'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'",
    })
    .end(
      `<!doctype html><html lang="en"><head>${head}<style>${style}</style></head><body>${body}</body></html>`,
    );
}
