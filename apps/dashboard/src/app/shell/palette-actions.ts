import { chooseLanguage, reader } from '../../locale/language';
import { chosenTheme, chooseTheme, THEMES, type Theme } from '../device/theme';
import type { PaletteEntry } from './palette-entries';

/** What only the palette's own page can do. */
export interface Doing {
  readonly showShortcuts: () => void;
  readonly signOut: () => void;
  readonly reload: () => void;
}

/** What can be done from anywhere; the way out last. */
export function actions({ showShortcuts, signOut, reload }: Doing): PaletteEntry[] {
  const about = { group: 'actions', hint: $localize`:@@shell.palette.action:Action` } as const;
  const now = chosenTheme();
  const other = reader.language === 'de' ? 'en' : 'de';
  return [
    {
      ...about,
      key: 'mine',
      icon: 'filter',
      name: $localize`:@@shell.palette.mine:Show only my gates`,
      to: '/?show=mine',
    },
    {
      ...about,
      key: 'all',
      icon: 'inbox',
      name: $localize`:@@shell.palette.all:Show all gates`,
      // Without a filter it would mean: as last time.
      to: '/?show=all',
    },
    ...THEMES.filter((theme) => theme !== now).map((theme): PaletteEntry => {
      return {
        ...about,
        key: `theme ${theme}`,
        icon: 'appearance',
        name: THEME[theme](),
        to: () => chooseTheme(theme),
      };
    }),
    {
      ...about,
      key: 'language',
      icon: 'comment',
      // In the language of those who look for it.
      name: other === 'de' ? 'Auf Deutsch anzeigen' : 'Show in English',
      to: () => {
        chooseLanguage(other);
        reload();
      },
    },
    {
      ...about,
      key: 'shortcuts',
      icon: 'keyboard',
      name: $localize`:@@shell.palette.shortcuts:Show keyboard shortcuts`,
      to: showShortcuts,
    },
    {
      ...about,
      key: 'phone',
      icon: 'phone',
      name: $localize`:@@shell.palette.phone:Sign in on a phone`,
      to: '/settings/phone',
    },
    { ...about, key: 'leave', icon: 'leave', name: $localize`:@@shell.palette.leave:Sign out`, to: signOut },
  ];
}

const THEME: Readonly<Record<Theme, () => string>> = {
  auto: () => $localize`:@@shell.palette.theme-auto:Use the system’s theme`,
  light: () => $localize`:@@shell.palette.theme-light:Use the light theme`,
  dark: () => $localize`:@@shell.palette.theme-dark:Use the dark theme`,
};
