import type { BuilderView } from '@codev-hq/protocol';

/** What a builder is at. A status that another version of Codev knows is read as it is written: `pr-merged` as `pr merged`. */
export function builderStatusWords(status: string): string {
  return Object.hasOwn(WORDS, status)
    ? WORDS[status as BuilderView['status']]()
    : status.replace(/[-_.]+/g, ' ');
}

const WORDS: Readonly<Record<BuilderView['status'], () => string>> = {
  spawning: () => $localize`:@@builder.spawning:spawning`,
  implementing: () => $localize`:@@builder.implementing:implementing`,
  blocked: () => $localize`:@@builder.blocked:blocked`,
  'pr-ready': () => $localize`:@@builder.pr-ready:pull request ready`,
  complete: () => $localize`:@@builder.complete:complete`,
};
