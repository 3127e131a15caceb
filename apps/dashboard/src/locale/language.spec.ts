import { chooseLanguage, chosenLanguage, readerOf } from './language';

describe('a reader’s language', () => {
  it.each([
    ['what was chosen, whatever the browser prefers', 'de', ['en-US'], 'de', 'de'],
    ['the first of the browser’s that we speak', null, ['fr-FR', 'de-AT', 'en'], 'de', 'de-AT'],
    ['English, when we speak none of them', null, ['fr-FR', 'it'], 'en', 'en'],
    ['English, when the browser prefers none', null, [], 'en', 'en'],
    ['not what somebody wrote into the storage', 'xx', ['de'], 'de', 'de'],
    ['with the region’s dates where the browser names one', 'en', ['de-DE', 'en-IE'], 'en', 'en-IE'],
  ])('is %s', (_case, chosen, preferred, language, locale) => {
    expect(readerOf(chosen, preferred)).toEqual({ language, locale });
  });

  it('is kept, and can follow the browser again', () => {
    chooseLanguage('de');
    expect(chosenLanguage()).toBe('de');
    chooseLanguage(null);
    expect(chosenLanguage()).toBeNull();
  });
});
