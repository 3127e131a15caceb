import type { ChangedSinceRead, GateDetail, StatusFileView } from '@codev-hq/protocol';
import { DIFF_ARTIFACT, type ArtifactRef } from '@codev-hq/protocol/artifact';
import type { PaperText } from './artifacts/paper-text';
import { changedArtifacts, refsOf, textChange } from './reading';

/** Something that moved while it was read, with the texts then and now where they are known. */
export interface ChangeItem {
  readonly kind: ArtifactRef['kind'] | 'status' | 'gate';
  readonly path: string;
  readonly before?: string | undefined;
  readonly after?: string | undefined;
  readonly gone?: boolean;
}

type TextOf = (path: string) => PaperText | undefined;

/** What is no longer as it was read. `refused`: what HQ named when it refused a decision. */
export function changeItems(
  read: GateDetail,
  fresh: GateDetail,
  texts: { readonly read: TextOf; readonly newer: TextOf },
  refused: readonly ChangedSinceRead[] = [],
): readonly ChangeItem[] {
  const artifacts = changedArtifacts(read, fresh).map(({ kind, path }): ChangeItem => {
    const gone = !refsOf(fresh)?.some((ref) => ref.path === path);
    return {
      kind,
      path,
      before: textOf(texts.read(path)),
      after: gone ? '' : textOf(texts.newer(path)),
      gone,
    };
  });
  const found = [...statusItems(read, fresh), ...artifacts];
  const others = refused.filter(
    ({ path, what }) => !found.some((item) => item.path === path && fits(item, what)),
  );
  return [...found, ...others.map(changeItem)];
}

function statusItems(read: GateDetail, fresh: GateDetail): ChangeItem[] {
  const [before, after] = [read.status_file, fresh.status_file];
  const path = after.path;
  const gate = read.waiting?.digest !== fresh.waiting?.digest;
  return [
    ...(gate ? [{ kind: 'gate' as const, path, before: headOf(before), after: headOf(after) }] : []),
    ...(textChange(read, fresh)
      ? [{ kind: 'status' as const, path, before: before.content, after: after.content }]
      : []),
  ];
}

export function changeItem({ what, path, before, after }: ChangedSinceRead): ChangeItem {
  const artifact = path === DIFF_ARTIFACT ? 'diff' : 'plan';
  const kind = what === 'gate' ? 'gate' : what === 'text' ? 'status' : artifact;
  return { kind, path, before, after };
}

function fits({ kind }: ChangeItem, what: ChangedSinceRead['what']): boolean {
  if (what === 'gate') return kind === 'gate';
  return what === 'text' ? kind === 'status' : kind !== 'gate' && kind !== 'status';
}

/** The gate's entry stands in the front matter; porch's file is nothing else. */
function headOf({ content = '', project }: StatusFileView): string {
  return content.slice(0, project.body_start);
}

function textOf(text: PaperText | undefined): string | undefined {
  return text?.kind === 'readable' ? text.text : undefined;
}

export function titleOf({ kind, path, gone }: ChangeItem): string {
  if (gone) return $localize`:@@gate.change.gone:${path}:path: is gone`;
  switch (kind) {
    case 'gate':
      return $localize`:@@gate.change.gate:The gate’s entry in ${path}:path:`;
    case 'diff':
      return $localize`:@@gate.change.diff:What was built`;
    default:
      return path;
  }
}

export function versionsOf({ kind, path, before, after }: ChangeItem) {
  if (before === undefined || after === undefined) return null;
  return { kind: kind === 'gate' ? ('status' as const) : kind, path, before, after };
}
