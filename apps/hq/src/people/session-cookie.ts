import type { Request, Response } from 'express';
import type { OwnAddress } from './own-address.js';

/** One cookie of a request, as sent. */
export function readCookie(request: Request, name: string): string | undefined {
  const pairs = (request.headers.cookie ?? '').split(';').map((pair) => pair.trim());
  return pairs.find((pair) => pair.startsWith(`${name}=`))?.slice(name.length + 1);
}

/** HttpOnly and SameSite=Strict: scripts cannot read it, other sites' pages cannot send it. */
export function setSessionCookie(response: Response, address: OwnAddress, secret: string): void {
  response.cookie(address.cookieName, secret, { ...attributes(address), maxAge: 30 * 24 * 3600 * 1000 });
}

export function clearSessionCookie(response: Response, address: OwnAddress): void {
  response.clearCookie(address.cookieName, attributes(address));
}

function attributes(address: OwnAddress) {
  return { httpOnly: true, sameSite: 'strict', secure: address.secure, path: '/' } as const;
}
