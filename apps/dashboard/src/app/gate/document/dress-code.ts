import { Breath } from './breath';

/** Colours code that says its language, after everything is there to be read. */
export async function dressCode(place: HTMLElement, signal: AbortSignal): Promise<void> {
  const blocks = [...place.querySelectorAll<HTMLElement>('pre > code[class^="language-"]')].filter(
    (code) => languageOf(code) !== 'mermaid',
  );
  if (blocks.length === 0) return;
  const [{ highlighted }, { sanitizedCode }] = await Promise.all([
    import('./highlight'),
    import('./markdown'),
  ]);
  const breath = new Breath();
  for (const code of blocks) {
    if (signal.aborted) return;
    const html = highlighted(code.textContent, languageOf(code));
    if (html !== null) code.replaceChildren(sanitizedCode(html));
    await breath.taken();
  }
}

export function languageOf(code: HTMLElement): string {
  return /^language-(\S+)/.exec(code.className)?.[1]?.toLowerCase() ?? '';
}
