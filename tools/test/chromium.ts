import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

const USUAL_PLACES = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
];

export type Chromium = { readonly path: string } | { readonly missing: string };

/** The browser of the end-to-end tests, installed by apt-get where this process may do so. */
export function findOrInstallChromium(say: (line: string) => void): Chromium {
  const asked = process.env['CHROMIUM_PATH'];
  if (asked)
    return existsSync(asked)
      ? { path: asked }
      : { missing: `CHROMIUM_PATH is ${asked}, which does not exist.` };
  const found = USUAL_PLACES.find((place) => existsSync(place));
  if (found) return { path: found };
  if (!existsSync('/usr/bin/apt-get') || process.getuid?.() !== 0) return { missing: HOW_TO };
  say('installing Chromium (apt-get install chromium)');
  const apt = (args: readonly string[]) =>
    spawnSync('apt-get', args, {
      encoding: 'utf8',
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    });
  apt(['update']);
  const installed = apt(['install', '-y', '--no-install-recommends', 'chromium']);
  if (existsSync('/usr/bin/chromium')) return { path: '/usr/bin/chromium' };
  return { missing: `apt-get could not install chromium: ${installed.stderr.trim()}\n${HOW_TO}` };
}

const HOW_TO =
  'The end-to-end tests need Chromium. Install it (Debian, Ubuntu: `sudo apt-get install chromium`) or set CHROMIUM_PATH.';
