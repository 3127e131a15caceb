import type { BuilderView } from '@codev-hq/protocol';

export function builderStatusWords(status: BuilderView['status']): string {
  return STATUS_WORDS[status];
}

const STATUS_WORDS: Record<BuilderView['status'], string> = {
  spawning: $localize`:@@builder.spawning:spawning`,
  implementing: $localize`:@@builder.implementing:implementing`,
  blocked: $localize`:@@builder.blocked:blocked`,
  'pr-ready': $localize`:@@builder.pr-ready:pull request ready`,
  complete: $localize`:@@builder.complete:complete`,
};
