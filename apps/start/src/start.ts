/** `npm start`: builds, starts HQ and a connector, says in a few lines what a person needs to know, and stops it all. */
import { join } from 'node:path';
import { launch } from './launch.ts';
import { StartProblem } from './start-problem.ts';
import { readSettings, USAGE } from './start-settings.ts';
import { Terminal } from './terminal.ts';

const root = join(import.meta.dirname, '..', '..', '..');
const args = process.argv.slice(2);
// npm runs scripts in the package's folder and says here where the person was.
const cwd = process.env['INIT_CWD'] ?? process.cwd();

if (args.includes('--help') || args.includes('-h')) {
  console.log(USAGE);
} else {
  try {
    await launch(root, readSettings(args, process.env, cwd), new Terminal(process.stdout));
  } catch (error) {
    if (!(error instanceof StartProblem)) throw error;
    console.error(`\n  ${error.message}\n`);
    process.exitCode = 1;
  }
}
