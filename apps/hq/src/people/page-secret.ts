import type { Request } from 'express';
import { PAGE_SECRET_HEADER } from '@codev-hq/protocol';
import type { SignedIn } from './people.service.js';
import { sameSecret } from './secret.js';

/** Whether the page that signed in sends this, and not merely somebody whom its cookie reaches. */
export function isFromPage(request: Request, { pageHash }: Pick<SignedIn, 'pageHash'>): boolean {
  return sameSecret(request.header(PAGE_SECRET_HEADER) ?? '', pageHash);
}
