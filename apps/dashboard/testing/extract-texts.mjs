// Prints every text of the dashboard by its id, as `nx extract-i18n dashboard` would find it, but without a build: each
// file is compiled by itself and nothing is written.
import { createCompilerHost, NgtscProgram, readConfiguration } from '@angular/compiler-cli';
import { MessageExtractor } from '@angular/localize/tools';
import { join } from 'node:path';

const { options, rootNames } = readConfiguration(join(import.meta.dirname, '../tsconfig.app.json'), {
  compilationMode: 'experimental-local',
  noEmit: false,
  declaration: false,
  declarationMap: false,
  sourceMap: false,
  inlineSourceMap: false,
  composite: false,
  incremental: false,
  tsBuildInfoFile: undefined,
  outDir: '/compiled',
});

const compiled = new Map();
const host = createCompilerHost({ options });
host.writeFile = (path, text) => compiled.set(path, text);
const program = new NgtscProgram(rootNames, options, host);
await program.loadNgStructureAsync();
program.emit();

const files = {
  readFile: (path) => compiled.get(path),
  exists: () => false,
  relative: (_, to) => to,
  resolve: join,
};
const silent = { level: 4, debug() {}, info() {}, warn() {}, error() {} };
const extractor = new MessageExtractor(files, silent, { basePath: '/', useSourceMaps: false });
const texts = {};
for (const path of compiled.keys()) {
  if (!path.endsWith('.js')) continue;
  for (const { customId, id, text } of extractor.extractMessages(path)) texts[customId ?? id] = text;
}
process.stdout.write(JSON.stringify(texts));
