/**
 * Puts what `tsc` made of a Node app into few files: `node tools/bundle.ts hq`, from `dist/out-tsc/hq` to `dist/apps/hq`. Loading a
 * thousand small modules took longer than all the rest of a start. It begins behind `tsc`, which writes the metadata of decorators
 * that Nest injects by; esbuild alone would drop it. Specs and `nx serve` use what `tsc` wrote.
 */
import { build } from 'esbuild';
import { readdirSync, rmSync } from 'node:fs';
import { join, relative } from 'node:path';

/** Files that are started by their names, below `dist/out-tsc/<app>`; what they share goes into chunks beside them. */
const ENTRIES: Readonly<Record<string, readonly string[]>> = {
  hq: ['main.js', 'persistence/sqlite-thread.js'],
  connector: ['main.js'],
};

const EXTERNAL = [
  // Sets itself up once, for decorators in any chunk: it must come first, which chunks do not promise.
  'reflect-metadata',
  // Native, or looks for its own files and threads beside itself.
  'better-sqlite3',
  'pino',
  'pino-pretty',
  // Loaded with the first push, by an HQ that may have been built again since it started.
  'web-push',
  // What libraries try to load and do without.
  '@nestjs/microservices',
  '@nestjs/platform-socket.io',
  'class-transformer',
  'class-validator',
  'pg-native',
  'bufferutil',
  'utf-8-validate',
];

/** CommonJS parts ask for Node's own modules by `require`, which a module does not have. */
const REQUIRE = `import { createRequire as requireFrom } from 'node:module'; const require = requireFrom(import.meta.url);`;

const [app = ''] = process.argv.slice(2);
const entries = ENTRIES[app];
if (!entries) throw new Error(`Usage: bundle.ts ${Object.keys(ENTRIES).join('|')}`);

const from = join('dist', 'out-tsc', app);
const to = join('dist', 'apps', app);
const { metafile } = await build({
  entryPoints: entries.map((entry) => join(from, entry)),
  entryNames: '[name]',
  outdir: to,
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node22',
  external: EXTERNAL,
  banner: { js: REQUIRE },
  sourcemap: 'linked',
  sourcesContent: false,
  logLevel: 'warning',
  metafile: true,
});

// Behind it, so that what is started meanwhile finds its files.
const made = new Set(Object.keys(metafile.outputs).map((file) => relative(to, file)));
for (const name of readdirSync(to)) {
  if (!made.has(name)) rmSync(join(to, name), { recursive: true });
}
