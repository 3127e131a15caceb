import type { NoticeLanguage } from '@codev-hq/protocol';
import type { NoticeRow } from '../persistence/notification-tables.js';
import type { Said } from './notice-words.js';

type Columns = Pick<NoticeRow, 'title' | 'body' | 'translations'>;

/** As it is stored: English in columns of its own, the rest beside it. */
export function columnsOf({ en, ...others }: Readonly<Record<NoticeLanguage, Said>>): Columns {
  return { title: en.title, body: en.body, translations: JSON.stringify(others) };
}

/** In a receiver's language; in English what was stored before HQ spoke another. */
export function saidIn({ title, body, translations }: Columns, language: NoticeLanguage): Said {
  if (language === 'en' || translations === null) return { title, body };
  const others = JSON.parse(translations) as Partial<Record<NoticeLanguage, Said>>;
  return others[language] ?? { title, body };
}
