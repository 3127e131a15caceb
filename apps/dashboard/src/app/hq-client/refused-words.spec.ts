import { clearTranslations, loadTranslations } from '@angular/localize';
import { errorCode } from '@codev-hq/protocol';
import { translations } from '../../locale/de.json';
import { refusedWords } from './refused-words';

const DETAIL = 'There is no key k1. `keys list` shows them.';

describe('what HQ refuses', () => {
  it('is said to readers of English in HQ’s own words', () => {
    expect(refusedWords({ code: 'NOT_FOUND', detail: DETAIL }, 'en')).toBe(DETAIL);
  });

  it('is said to others in their language first, and no two codes alike', () => {
    loadTranslations(translations);
    const said = errorCode.options.map((code) => refusedWords({ code, detail: DETAIL }, 'de'));
    clearTranslations();
    expect(said).toContain(`Das gibt es nicht oder nicht mehr. HQ sagt: ${DETAIL}`);
    expect(new Set(said).size).toBe(errorCode.options.length);
  });
});
