import type { BuilderView } from '@codev-hq/protocol';

export function builderStatusWords(status: BuilderView['status']): string {
  switch (status) {
    case 'spawning':
      return $localize`:@@builder.spawning:spawning`;
    case 'implementing':
      return $localize`:@@builder.implementing:implementing`;
    case 'blocked':
      return $localize`:@@builder.blocked:blocked`;
    case 'pr-ready':
      return $localize`:@@builder.pr-ready:pull request ready`;
    case 'complete':
      return $localize`:@@builder.complete:complete`;
  }
}
