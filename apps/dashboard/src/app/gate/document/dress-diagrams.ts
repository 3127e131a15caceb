import { isDark, whenThemeChanges } from '../../device/theme';
import { drawsByItself, isTooLarge } from './diagram-size';
import { languageOf } from './dress-code';

/** How far below the window a diagram is drawn before it is reached. */
const AHEAD = '600px';

/** Draws Mermaid's diagrams when the reader comes near one: nobody waits for it who has none. */
export function dressDiagrams(place: HTMLElement, signal: AbortSignal): void {
  const sources = [...place.querySelectorAll<HTMLElement>('pre > code[class^="language-"]')].filter(
    (code) => languageOf(code) === 'mermaid',
  );
  if (sources.length === 0 || typeof IntersectionObserver !== 'function') return;
  const watch = new IntersectionObserver(
    (entries) => {
      for (const { target, isIntersecting } of entries) {
        if (!isIntersecting) continue;
        watch.unobserve(target);
        const block = target as HTMLElement;
        if (drawsByItself(block.textContent)) void drawInPlaceOf(block, signal);
        else if (isTooLarge(block.textContent)) sayAbove(block, tooLarge());
        else offerToDraw(block, signal);
      }
    },
    { rootMargin: AHEAD },
  );
  signal.addEventListener('abort', () => watch.disconnect());
  for (const code of sources) if (code.parentElement) watch.observe(code.parentElement);
}

/** Laying out a large one may keep the page busy for many seconds, so that is for the reader to say. */
function offerToDraw(block: HTMLElement, signal: AbortSignal): void {
  const words = sayAbove(
    block,
    $localize`:@@gate.text.large-diagram:A large diagram. Drawing it may take a while.`,
  );
  const button = document.createElement('button');
  button.type = 'button';
  button.className = 'button quiet small';
  button.textContent = $localize`:@@gate.text.draw:Draw it`;
  const draw = () => {
    words.remove();
    void drawInPlaceOf(block, signal);
  };
  button.addEventListener('click', draw, { signal });
  words.append(' ', button);
}

function tooLarge(): string {
  return $localize`:@@gate.text.too-large-diagram:This diagram is too large to be drawn here; its source is below.`;
}

function sayAbove(block: HTMLElement, text: string): HTMLElement {
  const words = document.createElement('p');
  words.className = 'undrawn';
  words.textContent = text;
  block.before(words);
  return words;
}

async function drawInPlaceOf(block: HTMLElement, signal: AbortSignal): Promise<void> {
  const source = block.textContent;
  const figure = document.createElement('figure');
  figure.className = 'diagram';
  try {
    const { drawMermaid } = await import('./mermaid-drawing');
    const image = new Image();
    image.alt = $localize`:@@gate.text.diagram:Diagram; its source is below.`;
    image.src = await drawMermaid(source, isDark());
    if (signal.aborted) return;
    const picture = document.createElement('div');
    picture.className = 'picture';
    picture.append(image);
    figure.append(picture, sourceOf(source));
    block.replaceWith(figure);
    if (drawsByItself(source)) redrawWithTheme(image, source, signal);
  } catch {
    // Its author's mistake, or a kind that Mermaid does not know: the source says as much.
    if (block.previousElementSibling?.className === 'undrawn') return;
    sayAbove(block, $localize`:@@gate.text.undrawn:This diagram cannot be drawn; here is its source.`);
  }
}

function sourceOf(source: string): HTMLElement {
  const details = document.createElement('details');
  const summary = document.createElement('summary');
  summary.textContent = $localize`:@@gate.text.diagram-source:The diagram’s source`;
  const text = document.createElement('pre');
  text.textContent = source;
  details.append(summary, text);
  return details;
}

function redrawWithTheme(image: HTMLImageElement, source: string, signal: AbortSignal): void {
  const redraw = async () => {
    const { drawMermaid } = await import('./mermaid-drawing');
    image.src = await drawMermaid(source, isDark());
  };
  whenThemeChanges(() => void redraw(), signal);
}
