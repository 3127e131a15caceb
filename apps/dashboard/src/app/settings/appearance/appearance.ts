import { Component, signal } from '@angular/core';
import { chosenTheme, chooseTheme, THEMES, type Theme } from '../../device/theme';
import { LANGUAGE_NAMES, LANGUAGES, chooseLanguage, chosenLanguage } from '../../../locale/language';
import { Segmented } from '../../ui/segmented';
import { Group } from '../group';
import { SectionPage } from '../section-page';

type LanguageChoice = (typeof LANGUAGES)[number] | 'browser';

/** How it looks and speaks on this device. Nothing of it goes to HQ. */
@Component({
  selector: 'hq-appearance',
  imports: [Group, SectionPage, Segmented],
  templateUrl: './appearance.html',
})
export class Appearance {
  protected readonly theme = signal(chosenTheme());
  protected readonly themes = () => THEMES.map((value) => ({ value, label: THEME_WORDS[value]() }));
  private readonly before: LanguageChoice = chosenLanguage() ?? 'browser';
  protected readonly language = signal(this.before);
  protected readonly languages = () => [
    {
      value: 'browser' as const,
      label: $localize`:@@settings.appearance.browser:As the browser`,
    },
    ...LANGUAGES.map((value) => ({ value, label: LANGUAGE_NAMES[value] })),
  ];
  protected readonly mustReload = () => this.language() !== this.before;

  protected show(theme: Theme): void {
    this.theme.set(theme);
    chooseTheme(theme);
  }

  protected speak(language: LanguageChoice): void {
    this.language.set(language);
    chooseLanguage(language === 'browser' ? null : language);
  }

  protected reload(): void {
    location.reload();
  }
}

const THEME_WORDS: Record<Theme, () => string> = {
  auto: () => $localize`:@@settings.appearance.auto:As the system`,
  light: () => $localize`:@@settings.appearance.light:Light`,
  dark: () => $localize`:@@settings.appearance.dark:Dark`,
};
