import { clearTranslations, loadTranslations } from '@angular/localize';
import { errorCode } from '@codev-hq/protocol';
import { translations } from '../../locale/de.json';
import { refusedWords, sayRefusals } from './refused-words';
import { translatedRefusal } from './translated-refusal';

const DETAIL = 'There is no key k1. `keys list` shows them.';

describe('what HQ refuses', () => {
  // As `speakGerman` does.
  beforeAll(() => sayRefusals(translatedRefusal));

  it('is said to readers of English in HQ’s own words', () => {
    expect(refusedWords({ code: 'NOT_FOUND', detail: DETAIL }, 'en')).toBe(DETAIL);
  });

  it('is said to others in their language first, and no two codes alike', () => {
    loadTranslations(translations);
    const said = errorCode.options.map((code) => refusedWords({ code, detail: DETAIL }, 'de'));
    clearTranslations();
    expect(said).toContain(`Das gibt es nicht oder nicht mehr. Im Wortlaut: „${DETAIL}“`);
    expect(new Set(said).size).toBe(errorCode.options.length);
  });

  it.each([
    [
      'Ada Lovelace approved this gate at 2026-11-22T10:00:00.000Z with other words. The first decision stands.',
      'Ada Lovelace hat über dieses Gate zuerst entschieden. Diese Entscheidung gilt.',
    ],
    [
      'plan-approval in codev/status/68.md has changed since it was read. Look at it again, then decide.',
      'plan-approval in codev/status/68.md hat sich seit dem Lesen geändert. Bitte neu ansehen, dann entscheiden.',
    ],
    ['This session has ended already.', 'Diese Sitzung ist schon beendet.'],
    ['There is no such webhook. GET /api/webhooks lists them.', 'Diesen Webhook gibt es nicht mehr.'],
  ])('is said to others wholly in their language where its sentence is known: %s', (detail, words) => {
    loadTranslations(translations);
    const said = refusedWords({ code: 'CONFLICT', detail }, 'de');
    clearTranslations();
    expect(said).toBe(words);
  });
});
