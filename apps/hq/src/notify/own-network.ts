import { lookup } from 'node:dns';
import { BlockList, isIP, type LookupFunction } from 'node:net';

/** Addresses that only this machine or its network reaches, and those that are nobody's. */
const OWN = new BlockList();
for (const [net, bits] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
] as const) {
  OWN.addSubnet(net, bits, 'ipv4');
}
for (const [net, bits] of [
  // What carries an IPv4 address inside: it leads wherever that one does.
  ['::', 96],
  ['::ffff:0:0:0', 96],
  ['64:ff9b::', 96],
  ['64:ff9b:1::', 48],
  ['2001::', 32],
  ['2002::', 16],
  ['fc00::', 7],
  ['fe80::', 10],
  ['fec0::', 10],
  ['ff00::', 8],
] as const) {
  OWN.addSubnet(net, bits, 'ipv6');
}

export function isOwnNetwork(address: string): boolean {
  return OWN.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4');
}

/** The address that a URL writes out, if it is one and not a name. */
export function writtenAddress(url: URL): string | undefined {
  const host = url.hostname.replace(/^\[|\]$/g, '');
  return isIP(host) === 0 ? undefined : host;
}

/** `place`, an address or a name, leads to where only HQ's own machine or network reaches. */
export class InsideOwnNetwork extends Error {
  constructor(readonly place: string) {
    super(`${place} is inside HQ’s own network.`);
  }
}

/** Looks a name up and refuses it when it leads inside. At the moment of connecting, so that no name can change its mind. */
export const lookUpOutside: LookupFunction = (hostname, options, done) => {
  lookup(hostname, { ...options, all: true }, (error, addresses) => {
    if (error) done(error, []);
    else if (addresses.some(({ address }) => isOwnNetwork(address))) {
      done(new InsideOwnNetwork(hostname), []);
    } else if (options.all) done(null, addresses);
    else done(null, addresses[0]?.address ?? '', addresses[0]?.family);
  });
};
