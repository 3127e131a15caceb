import { join } from 'node:path';
import type { Person } from './person.ts';
import type { StartSettings } from './start-settings.ts';

/** The command that prints another sign-in link of an HQ that runs, for the same person, in this platform's shell. */
export function newLinkCommand(
  root: string,
  { hqDir }: Pick<StartSettings, 'hqDir'>,
  { name, email }: Person,
  platform: NodeJS.Platform = process.platform,
): string {
  const quote = platform === 'win32' ? inDoubleQuotes : inSingleQuotes;
  const address = email === undefined ? [] : ['--email', quote(email)];
  const command = [
    'node',
    quote(join(root, 'dist/apps/hq/main.js')),
    'link',
    '--name',
    quote(name),
    ...address,
  ];
  const folder =
    platform === 'win32' ? `set "CODEV_HQ_DATA_DIR=${hqDir}" &&` : `CODEV_HQ_DATA_DIR=${quote(hqDir)}`;
  return [folder, ...command].join(' ');
}

function inSingleQuotes(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}

const inDoubleQuotes = (text: string) => `"${text.replaceAll('"', '')}"`;
