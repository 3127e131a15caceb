import { dressDiagrams } from './dress-diagrams';
import { drawMermaid } from './mermaid-drawing';
import { drawsByItself, fetchesPictures, isTooLarge } from './diagram-size';

const transitions = (count: number) =>
  ['stateDiagram-v2', ...Array.from({ length: count }, (_, i) => `  s${i} --> s${i + 1}`)].join('\n');

/** Everything is in sight at once. */
class InSight {
  constructor(private readonly tell: (entries: { target: Element; isIntersecting: boolean }[]) => void) {}
  observe(target: Element): void {
    this.tell([{ target, isIntersecting: true }]);
  }
  unobserve(): void {
    // Nothing is told twice.
  }
  disconnect(): void {
    // Nothing is watched.
  }
}

describe('a diagram', () => {
  it('is drawn by itself while it is small', () => {
    expect(drawsByItself(transitions(20))).toBe(true);
    expect(drawsByItself(transitions(300))).toBe(false);
    expect(drawsByItself(`flowchart LR\n a${' --> a'.repeat(100)}`)).toBe(false);
    expect(drawsByItself(`flowchart LR\n a[${'x'.repeat(5000)}]`)).toBe(false);
  });

  it.each([
    'flowchart LR\n a@{ img: "/api/state" }',
    'flowchart LR\n a@{\n shape: image\n "img" : "/api/state"\n}',
    'flowchart LR\n a@{ "\\x69mg": "/api/state" }',
  ])('that would fetch is known: %s', (source) => {
    expect(fetchesPictures(source)).toBe(true);
  });

  it.each(['flowchart LR\n a@{ shape: rect }', 'flowchart LR\n a[img]'])(
    'that fetches nothing: %s',
    (source) => {
      expect(fetchesPictures(source)).toBe(false);
    },
  );

  const dressed = (source: string) => {
    Object.assign(globalThis, { IntersectionObserver: InSight });
    const place = document.createElement('div');
    place.innerHTML = '<pre><code class="language-mermaid"></code></pre>';
    const code = place.querySelector('code');
    if (code) code.textContent = source;
    dressDiagrams(place, new AbortController().signal);
    expect(place.querySelector('pre')?.textContent).toBe(source);
    expect(place.querySelector('figure')).toBeNull();
    return place;
  };

  it('that is large stands as its source, with a button to draw it', () => {
    expect(dressed(transitions(150)).querySelector('button')?.textContent).toBe('Draw it');
  });

  it('that would keep the page busy for long is not drawn at all, and says so', async () => {
    const source = transitions(300);
    expect([isTooLarge(transitions(150)), isTooLarge(source)]).toEqual([false, true]);
    expect(isTooLarge(`flowchart LR\n a[${'x'.repeat(20_000)}]`)).toBe(true);
    const place = dressed(source);
    expect(place.querySelector('button')).toBeNull();
    expect(place.textContent).toContain('This diagram is too large to be drawn here');
    await expect(drawMermaid(source, false)).rejects.toThrow('too large');
  });
});
