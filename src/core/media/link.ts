/** What a link says by itself, before anybody is asked where it leads. */
import { Failure } from '../domain/failure.ts';
import { refuseLocalHost } from './address-guard.ts';

/** @throws Failure link-invalid, also for a link that carries a name and password: nobody means to hand us one. */
export function webLink(link: string, base?: URL): URL {
  const url = URL.canParse(link, base?.href) ? new URL(link, base) : undefined;
  if (!url || !/^https?:$/.test(url.protocol)) throw new Failure('link-invalid', { link });
  // The sentence is shown in the channel, so the password stays out of it.
  if (url.username || url.password)
    throw new Failure('link-invalid', { link: `${url.protocol}//…@${url.host}` });
  return url;
}

/** @throws Failure link-invalid; link-private where the host is written as an address that is not public */
export const checkLink = (link: string): void => refuseLocalHost(webLink(link).hostname);
