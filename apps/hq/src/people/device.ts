import type { Device } from '@codev-hq/protocol';

/** In this order: most browsers name others too, for old pages' sake. */
const BROWSERS: readonly (readonly [RegExp, string])[] = [
  [/\bEdg(?:e|A|iOS)?\//, 'Edge'],
  [/\bOPR\//, 'Opera'],
  [/\bSamsungBrowser\//, 'Samsung Internet'],
  [/\b(?:Firefox|FxiOS)\//, 'Firefox'],
  [/\b(?:Chrome|CriOS|Chromium)\//, 'Chrome'],
  [/\bVersion\/\S+.*\bSafari\//, 'Safari'],
];

const SYSTEMS: readonly (readonly [RegExp, string, Device['kind']])[] = [
  [/\biPhone\b/, 'iPhone', 'phone'],
  [/\biPad\b/, 'iPad', 'tablet'],
  [/\bAndroid\b.*\bMobile\b/, 'Android', 'phone'],
  [/\bAndroid\b/, 'Android', 'tablet'],
  [/\bWindows\b/, 'Windows', 'desk'],
  [/\bMac OS X\b/, 'Mac', 'desk'],
  [/\bCrOS\b/, 'ChromeOS', 'desk'],
  [/\bLinux\b/, 'Linux', 'desk'],
];

/** What a browser says it is, in words that its owner knows it by. It is a claim and good for nothing else. */
export function deviceOf(userAgent: string): Device {
  const browser = BROWSERS.find(([pattern]) => pattern.test(userAgent))?.[1];
  const [, system, kind] = SYSTEMS.find(([pattern]) => pattern.test(userAgent)) ?? [];
  if (browser === undefined || kind === undefined) {
    const program = /^[\w.-]{1,40}/.exec(userAgent)?.[0];
    const words = program === undefined ? 'Unknown device' : program;
    return { words, kind: 'program', ...(system && { system }), ...(program && { program }) };
  }
  return { words: `${browser} on ${system ?? ''}`, kind, browser, ...(system && { system }) };
}
