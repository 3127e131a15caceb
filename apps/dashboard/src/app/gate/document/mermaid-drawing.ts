import type { Mermaid } from 'mermaid';
import { fetchesPictures, isTooLarge } from './diagram-size';

/** Beside the app and not part of it: a phone that keeps the app for offline use is not given five megabytes of drawing. */
const PLACE = 'mermaid/mermaid.esm.min.mjs';
let loading: Promise<Mermaid> | undefined;

let drawings = 0;
/** Mermaid keeps its settings and its scratch area for the whole page: one at a time. */
let before: Promise<unknown> = Promise.resolve();

/**
 * A diagram as the address of a picture. A picture runs no script, follows no link and fetches nothing, whatever stands in it.
 * @throws Error when Mermaid does not understand the source, would fetch something to draw it, or be long about it.
 */
export function drawMermaid(source: string, dark: boolean): Promise<string> {
  if (fetchesPictures(source)) return Promise.reject(new Error('It would fetch pictures.'));
  if (isTooLarge(source)) return Promise.reject(new Error('It is too large.'));
  const drawing = before.then(() => draw(source, dark));
  before = drawing.catch(() => undefined);
  return drawing;
}

async function draw(source: string, dark: boolean): Promise<string> {
  loading ??= load().catch((cause: unknown) => {
    // Asked again with the next diagram: the network may be back.
    loading = undefined;
    throw cause;
  });
  const mermaid = await loading;
  mermaid.initialize({
    startOnLoad: false,
    securityLevel: 'strict',
    suppressErrorRendering: true,
    theme: dark ? 'dark' : 'neutral',
    htmlLabels: false,
    flowchart: { htmlLabels: false },
    fontFamily: 'system-ui, sans-serif',
    maxTextSize: 20_000,
    maxEdges: 200,
  });
  drawings += 1;
  const { svg } = await mermaid.render(`diagram-${drawings}`, source);
  return `data:image/svg+xml;charset=utf-8,${encodeURIComponent(withSize(svg))}`;
}

async function load(): Promise<Mermaid> {
  const { href } = new URL(PLACE, document.baseURI);
  return ((await import(href)) as { default: Mermaid }).default;
}

/** A picture has no page to take its width from: it is as large as its view box says. Read as HTML and written as XML. */
function withSize(svg: string): string {
  const drawn = new DOMParser().parseFromString(svg, 'text/html').querySelector('svg');
  if (!drawn) throw new Error('Mermaid drew nothing.');
  const [, , width = '600', height = '400'] = (drawn.getAttribute('viewBox') ?? '').split(/\s+/);
  drawn.setAttribute('width', width);
  drawn.setAttribute('height', height);
  return new XMLSerializer().serializeToString(drawn);
}
