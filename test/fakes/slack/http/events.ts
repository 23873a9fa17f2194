/** The Events API: what happens is told to the app, in the envelope that Slack puts around it. */
import { randomUUID } from 'node:crypto';
import { type FakeState, type Installation, installationIn, type Workspace } from '../state.ts';

/** Which events are sent although the installation is dead by then. */
const afterDeath = new Set(['app_uninstalled', 'tokens_revoked']);

/**
 * Sends an event to the app, if it subscribed to `name` (a manifest's name, e.g. `message.im`) and is installed in the
 * workspace. `installation`: of an app that has just gone.
 */
export function emit(
  state: FakeState,
  workspace: Workspace,
  name: string,
  event: Record<string, unknown>,
  installation: Installation | undefined = installationIn(workspace),
): void {
  const subscribed = state.manifest.settings.event_subscriptions?.bot_events ?? [];
  if (!subscribed.includes(name) || !installation) return;
  if (installation.state !== 'live' && !afterDeath.has(name)) return;
  const now = state.clock.now();
  const type = typeof event.type === 'string' ? event.type : name;
  const org = installation.enterprise !== undefined;
  state.deliver({
    kind: 'event',
    name: type,
    payload: {
      token: 'verification-token',
      team_id: workspace.id,
      ...(workspace.enterprise ? { enterprise_id: workspace.enterprise.id } : {}),
      context_team_id: workspace.id,
      context_enterprise_id: workspace.enterprise?.id ?? null,
      api_app_id: state.appId,
      event: { ...event, type, event_ts: event.event_ts ?? state.ids.ts() },
      type: 'event_callback',
      event_id: state.ids.next('Ev'),
      event_time: Math.floor(now / 1000),
      authorizations: [
        {
          enterprise_id: workspace.enterprise?.id ?? null,
          team_id: workspace.id,
          user_id: installation.bot.id,
          is_bot: true,
          is_enterprise_install: org,
        },
      ],
      is_ext_shared_channel: false,
      event_context: randomUUID(),
    },
  });
}
