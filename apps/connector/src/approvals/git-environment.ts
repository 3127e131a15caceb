import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

/**
 * The environment git runs in: the machine's own, without what would point it at another repository or identity
 * (`GIT_*`, left by a hook that started us) and without anything that could open a prompt, an editor or a pager. Its words are English: they are compared with
 * what we know, and read by people elsewhere.
 */
export function gitEnvironment(
  parent: NodeJS.ProcessEnv,
  extra: Readonly<Record<string, string>> = {},
): Record<string, string> {
  const env: Record<string, string> = {};
  for (const [name, value] of Object.entries(parent))
    if (value !== undefined && !isUnwanted(name)) env[name] = value;
  return { ...env, ...NOBODY_TO_ASK, LANGUAGE: 'en', ...extra };
}

/** An empty program to ask with also overrules a configured one. */
const NOBODY_TO_ASK = { GIT_TERMINAL_PROMPT: '0', GIT_ASKPASS: '', SSH_ASKPASS_REQUIRE: 'never' };

const UNWANTED = new Set([
  'EDITOR',
  'VISUAL',
  'PAGER',
  'PREFIX',
  'SSH_ASKPASS',
  'SSH_ASKPASS_REQUIRE',
  'GPG_TTY',
  'LANGUAGE',
  'CODEV_HQ_API_KEY',
]);

function isUnwanted(name: string): boolean {
  const upper = name.toUpperCase();
  return upper.startsWith('GIT_') || UNWANTED.has(upper);
}

/**
 * Where there is `setsid`, git gets a session of its own: no terminal to ask on, and one process group to end together
 * with its hooks.
 */
export function gitBinary(path: string | undefined): {
  binary: string | [string, string];
  ownGroup: boolean;
} {
  if (process.platform !== 'win32' && isOnPath('setsid', path))
    return { binary: ['setsid', 'git'], ownGroup: true };
  return { binary: 'git', ownGroup: false };
}

function isOnPath(program: string, path = ''): boolean {
  return path.split(delimiter).some((folder) => {
    try {
      accessSync(join(folder, program), constants.X_OK);
      return folder !== '';
    } catch {
      return false;
    }
  });
}
