/**
 * No link of a person may reach a private address, whatever it is called, wherever it redirects.
 *
 * The check is part of connecting: the addresses that were judged are the very ones the socket is given, so a name
 * that answers differently the second time (DNS rebinding) gains nothing.
 */
import type { LookupAddress } from 'node:dns';
import { lookup } from 'node:dns/promises';
import type { LookupFunction } from 'node:net';
import ipaddr from 'ipaddr.js';
import { buildConnector } from 'undici';
import { Failure } from '../domain/failure.ts';

/** All addresses of a name. The system's own by default; tests bring names that mislead. */
export type Resolve = (hostname: string) => Promise<readonly LookupAddress[]>;

const systemResolve: Resolve = (hostname) => lookup(hostname, { all: true, verbatim: true });

/**
 * Public by registry and yet inside: Azure answers a machine's own agent there.
 * Source: Microsoft Learn, "What is IP address 168.63.129.16?". The other clouds' metadata addresses
 * (169.254.169.254, 100.100.100.200, 192.0.0.192, fd00:ec2::254) stand in ranges that are refused anyway.
 */
const insidePublicSpace = new Set(['168.63.129.16']);

/** RFC 4291 2.4: everything that is routed on the internet today begins with 001. `::a.b.c.d` does not. */
const globalUnicast = ipaddr.IPv6.parseCIDR('2000::/3');

/** RFC 6052 2.1: an IPv6-only network reaches IPv4 by it, so what counts is the address inside. */
const wellKnownNat64 = ipaddr.IPv6.parseCIDR('64:ff9b::/96');

/**
 * Whether an address, in any spelling, leads to the public internet. IPv4-mapped and NAT64 addresses are judged by
 * the IPv4 address they carry; 6to4 and Teredo (deprecated, and a way to name a private IPv4 address) never pass;
 * neither does anything that is not an address.
 */
export function isPublicAddress(address: string): boolean {
  if (!ipaddr.isValid(address)) return false;
  const parsed = ipaddr.process(address);
  if (parsed instanceof ipaddr.IPv4)
    return parsed.range() === 'unicast' && !insidePublicSpace.has(parsed.toString());
  if (parsed.match(wellKnownNat64))
    return isPublicAddress(new ipaddr.IPv4(parsed.toByteArray().slice(12)).toString());
  return parsed.match(globalUnicast) && parsed.range() === 'unicast';
}

/**
 * Refuses what a host name alone gives away: an address that is not public, and names that mean this machine
 * (RFC 6761 6.3) even where a resolver says otherwise. The system is never asked to look an address up, so without
 * this one it would be connected to unseen.
 * @throws Failure link-private
 */
export function refuseLocalHost(hostname: string): void {
  const host = hostname
    .replace(/^\[|\]$/g, '')
    .replace(/\.$/, '')
    .toLowerCase();
  const local = host === '' || host === 'localhost' || host.endsWith('.localhost');
  if (local || (ipaddr.isValid(host) && !isPublicAddress(host))) throw new Failure('link-private', { host });
}

/**
 * Looks a name up for a socket and refuses it unless every one of its addresses is public: with one private among
 * them, whoever owns the name would choose by timing which one is used.
 * The callback gets Failure link-private, or the resolver's own error.
 */
export function publicLookup(resolve: Resolve = systemResolve): LookupFunction {
  return (hostname, options, done) => {
    resolve(hostname).then(
      (addresses) => {
        const [first] = addresses;
        if (!first || !addresses.every(({ address }) => isPublicAddress(address)))
          done(new Failure('link-private', { host: hostname }), '');
        else if (options.all) done(null, [...addresses]);
        else done(null, first.address, first.family);
      },
      (error: NodeJS.ErrnoException) => done(error, ''),
    );
  };
}

/** The same before anything is connected to. @throws Failure link-private, or the resolver's own error */
export async function refusePrivateName(hostname: string, resolve: Resolve = systemResolve): Promise<void> {
  const bare = hostname.replace(/^\[|\]$/g, '');
  if (ipaddr.isValid(bare)) return;
  const addresses = await resolve(hostname);
  if (!addresses.every(({ address }) => isPublicAddress(address)))
    throw new Failure('link-private', { host: hostname });
}

/**
 * Connects for undici, to public addresses only; what it really reached is looked at once more before a byte is
 * sent. `timeoutMs` bounds the connection with its TLS handshake.
 * @throws through its callback: Failure link-private, or the socket's own error.
 */
export function publicConnector(options: { timeoutMs: number; resolve?: Resolve }): buildConnector.connector {
  const connect = buildConnector({ timeout: options.timeoutMs, lookup: publicLookup(options.resolve) });
  return (target, callback) => {
    try {
      refuseLocalHost(target.hostname);
    } catch (error) {
      // refuseLocalHost throws nothing but a Failure.
      callback(error as Failure, null);
      return;
    }
    connect(target, (...[error, socket]) => {
      if (error) {
        callback(error, null);
      } else if (isPublicAddress(socket.remoteAddress ?? '')) {
        callback(null, socket);
      } else {
        socket.destroy();
        callback(new Failure('link-private', { host: target.hostname }), null);
      }
    });
  };
}
