import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { ROOT } from './node-process.ts';

type Texts = Readonly<Record<string, string>>;

function texts(language: string): Texts {
  const path = join(ROOT, `apps/dashboard/src/locale/${language}.json`);
  return (JSON.parse(readFileSync(path, 'utf8')) as { translations: Texts }).translations;
}

/** The parts of a text that stand in one piece on the page, each as a pattern: elements within it part it. */
function pieces(text: string): string[] {
  if (/\bVAR_\w+, \w+,/.test(text))
    return [...text.matchAll(/(?:=\d+|other) \{((?:[^{}]|\{\w+\})*)\}/g)].map(([, form = '']) => form.trim());
  return text.split(/\{\$(?:START|CLOSE)_[^}]*\}/).map((piece) => piece.trim());
}

function pattern(piece: string): RegExp | null {
  const parts = piece.split(/\{\$?\w+\}/);
  if (!/\p{L}{4}/u.test(parts.join(' '))) return null;
  return new RegExp(`^${parts.map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('.+')}$`, 'u');
}

/** Everything that a person can read on the page as it is, or has read to them, but for what machines and people wrote. */
export async function readOn(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const WRITTEN = 'code, pre, .prose, script, style, noscript, time';
    const found = new Set<string>();
    const walker = document.createTreeWalker(document.documentElement, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode())
      if (!node.parentElement?.closest(WRITTEN)) found.add(node.textContent ?? '');
    for (const name of ['aria-label', 'title', 'placeholder', 'alt'])
      for (const element of document.querySelectorAll(`[${name}]`))
        if (!element.closest(WRITTEN)) found.add(element.getAttribute(name) ?? '');
    return [...found].map((text) => text.replace(/\s+/g, ' ').trim()).filter(Boolean);
  });
}

/** Which of these words are English ones of the catalogue that German has others for. */
export function leftEnglish(words: readonly string[]): string[] {
  const english = texts('en');
  const german = texts('de');
  const spoken = Object.values(german).flatMap(pieces);
  const patterns = Object.entries(english)
    .flatMap(([id, text]) => (text === german[id] ? [] : pieces(text)))
    .map(pattern)
    .filter((one) => one !== null)
    .filter((one) => !spoken.some((piece) => one.test(piece)));
  return words.filter((word) => patterns.some((one) => one.test(word)));
}
