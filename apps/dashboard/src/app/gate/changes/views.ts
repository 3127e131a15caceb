import { computed, linkedSignal, type Signal } from '@angular/core';
import type { Segment } from '../../ui/segmented';
import type { Base } from './comparison-bases';

/** A text itself, or what has changed in it since one of two moments. */
export type View = Base['kind'] | 'text';

export interface Bases {
  readonly sinceLook: Signal<Base | null>;
  readonly sinceDecision: Signal<Base | null>;
}

/** Which of a text's views is shown, and which there are to choose from. `of`: another text begins with itself. */
export function viewsOf(of: Signal<string>, { sinceLook, sinceDecision }: Bases, whole: Signal<string>) {
  const view = linkedSignal({ source: of, computation: (): View => 'text' });
  const segments = computed((): Segment<View>[] => [
    { value: 'text', label: whole() },
    ...(sinceLook()
      ? [{ value: 'looked' as const, label: $localize`:@@gate.paper.since-look:Since I looked` }]
      : []),
    ...(sinceDecision()
      ? [
          {
            value: 'decided' as const,
            label: $localize`:@@gate.paper.since-decision:Since the last decision`,
          },
        ]
      : []),
  ]);
  const base = computed(() => {
    if (view() === 'looked') return sinceLook();
    return view() === 'decided' ? sinceDecision() : null;
  });
  return { view, segments, base };
}

export function wholeText(): string {
  return $localize`:@@gate.paper.whole:Whole text`;
}
