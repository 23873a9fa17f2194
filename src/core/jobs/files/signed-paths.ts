/** Paths under the owner's address that are signed: nobody can make one, or make another of one. */
import { createHmac, timingSafeEqual } from 'node:crypto';

/** What links are made with; all processes have the same. */
export type LinkKeys = {
  /** Where people reach the server, without a slash at its end. */
  publicUrl: string;
  secret: Uint8Array;
};

/** Each is signed apart: what opens one kind opens nothing else. */
export type Purpose = 'result' | 'page' | 'album';

/** `job`: its id, or that of the one that has the card. `until`: seconds since 1970, in digits. */
type Named = { job: string; until: number | string };

export function signedPaths({ publicUrl, secret }: LinkKeys, purpose: Purpose, folder: string) {
  const prefix = new URL(publicUrl).pathname.replace(/\/+$/, '');
  const signatureOf = ({ job, until }: Named): string =>
    createHmac('sha256', secret).update(`${purpose} ${job} ${until}`).digest('base64url');
  return {
    url: (named: Named): string => `${publicUrl}${folder}${named.job}/${named.until}/${signatureOf(named)}/`,
    /** What stands behind the folder. A proxy may hand the path on with or without what stands before it in the public address. */
    below(path: string): string | undefined {
      const own = path.startsWith(`${prefix}${folder}`) ? path.slice(prefix.length) : path;
      return own.startsWith(folder) ? own.slice(folder.length) : undefined;
    },
    /** In a time that says nothing of where they differ. @param given of the length of a signature */
    isSigned: (named: Named, given: string): boolean =>
      timingSafeEqual(Buffer.from(given), Buffer.from(signatureOf(named))),
  };
}

/** Id, end and signature, as they stand in such a path. */
export const signedShape = '([a-z0-9]{1,32})\\/([1-9]\\d{0,11})\\/([\\w-]{43})';
