import type { NoticeKind, NoticeLanguage } from '@codev-hq/protocol';
import type { Said } from './notice-words.js';

/** For whom, when it is not for whoever wants to know of its kind. */
export type Audience =
  | { readonly to: 'admins' }
  | { readonly to: 'person'; readonly id: string }
  | { readonly to: 'webhook'; readonly id: string };

/** Something to tell once: `subject` is what it is about, and another `version` of that is told anew. */
export interface News {
  readonly kind: NoticeKind;
  readonly subject: string;
  readonly version: string;
  readonly gateId?: string;
  readonly instanceId: string;
  readonly projectPath: string;
  /** No text of a status file's body, an artifact or a program's output: it passes through others' servers. */
  readonly said: Readonly<Record<NoticeLanguage, Said>>;
  /** A path on HQ. */
  readonly url: string;
  readonly audience?: Audience;
}

/** A gate's own subjects: all of them end when it no longer waits. */
export const gateSubjects = (gateId: string) => ({
  waiting: `gate:${gateId}`,
  reminded: `reminded:${gateId}`,
  escalated: `escalated:${gateId}`,
});
