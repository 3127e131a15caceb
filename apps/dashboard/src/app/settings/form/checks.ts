import type { Check } from './form';

/** Checks of what people type. Each says what is wrong and what would be right. */

export function required(words: string): Check<string> {
  return (text) => (text.trim() ? null : words);
}

export function atMost(characters: number): Check<string> {
  return (text) =>
    text.length <= characters
      ? null
      : $localize`:@@settings.check.at-most:That is ${text.length}:length: characters; ${characters}:most: fit.`;
}

/** A name stands in commits, where `<` and `>` frame an address. */
export const commitName: Check<string> = (name) => {
  if (!name.trim()) return $localize`:@@settings.check.name:Say what commits should call you.`;
  if (/[<>]/.test(name))
    return $localize`:@@settings.check.name-frame:A name in a commit cannot hold < or >.`;
  if (/[\p{Cc}\p{Cf}]/u.test(name))
    return $localize`:@@settings.check.name-control:That name has an invisible character in it. Type it again.`;
  if (!/[\p{L}\p{N}]/u.test(name))
    return $localize`:@@settings.check.name-letter:A name has at least one letter.`;
  return atMost(100)(name);
};

export const webAddress: Check<string> = (text) => {
  if (!text.trim()) return $localize`:@@settings.check.url:Say where it should be delivered.`;
  const url = URL.canParse(text.trim()) ? new URL(text.trim()) : null;
  if (!url || !/^https?:$/.test(url.protocol))
    return $localize`:@@settings.check.url-form:That is not an address. It looks like https://example.org/hook.`;
  return atMost(2048)(text);
};

/** Minutes, up to thirty days; nothing is allowed where it is optional. */
export function minutes(optional: boolean): Check<string> {
  return (text) => {
    if (!text.trim() && optional) return null;
    const count = Number(text);
    return Number.isInteger(count) && count >= 1 && count <= 43_200
      ? null
      : $localize`:@@settings.check.minutes:Give whole minutes from 1 to 43200, which is thirty days.`;
  };
}

/** All of them, the first that finds something. */
export function each<T>(...checks: readonly Check<T>[]): Check<T> {
  return (value) => checks.reduce<string | null>((found, check) => found ?? check(value), null);
}
