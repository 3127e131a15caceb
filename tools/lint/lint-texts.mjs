/**
 * Lints texts as if they were files: a JSON list of `{path, text}` on stdin, `{path, messages}` on stdout. Import rules
 * need no types, and files that do not exist have none.
 */
import { createProjectGraphAsync } from '@nx/devkit';
import { ESLint } from 'eslint';
import tseslint from 'typescript-eslint';
import { text as readAll } from 'node:stream/consumers';

await createProjectGraphAsync({ exitOnError: true }); // the module-boundary rule reads the stored graph, and is silent without one
const eslint = new ESLint({
  overrideConfig: [{ files: ['**/*.ts'], ...tseslint.configs.disableTypeChecked }],
});
const answers = [];
for (const { path, text } of JSON.parse(await readAll(process.stdin))) {
  const [result] = await eslint.lintText(text, { filePath: path });
  answers.push({
    path,
    messages: (result?.messages ?? []).map(({ ruleId, message }) => ({ ruleId, message })),
  });
}
process.stdout.write(JSON.stringify(answers));
