import { realpath } from 'node:fs/promises';
import { isAbsolute, join, relative, sep } from 'node:path';

export type Containment =
  | { readonly kind: 'inside'; readonly real: string }
  | { readonly kind: 'outside' }
  | { readonly kind: 'missing' };

/**
 * Where a project's relative path leads, symlinks resolved. Outside is what lies beyond the project or in git's own
 * folder, however it is written. `root` must be a real path itself.
 */
export async function resolveInside(root: string, path: string): Promise<Containment> {
  if (!path || path.includes('\0') || isAbsolute(path)) return { kind: 'outside' };
  const real = await realpath(join(root, path)).catch(() => undefined);
  if (real === undefined) return { kind: 'missing' };
  return isInside(root, real) ? { kind: 'inside', real } : { kind: 'outside' };
}

export function isInside(root: string, real: string): boolean {
  const way = relative(root, real);
  const [first] = way.split(sep);
  return way !== '' && first !== '..' && first !== '.git' && !isAbsolute(way);
}
