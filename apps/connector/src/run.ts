import { parseArgs } from 'node:util';
import { openLog } from './connector-log.js';
import { readConfig, readHq, readMachine, USAGE } from './connector.config.js';
import { startConnector } from './connector.js';
import { diagnose } from './doctor/diagnosis.js';
import { diagnosisWords } from './doctor/diagnosis-words.js';
import { tryConnection } from './hq-link/try-connection.js';
import { findWorkspaces } from './workspaces/find-workspaces.js';

const STOP_WITHIN_MS = 5_000;

/** What `main.js` does with its arguments. What people can mend is a line on stderr and exit code 1. */
export async function run(): Promise<void> {
  const args = readArguments();
  if ('error' in args) {
    fail(args.error);
    return;
  }
  if (args.help) {
    process.stdout.write(USAGE);
    return;
  }
  const [command, ...paths] = args.paths;
  if (command === 'doctor') {
    await examine(paths);
    return;
  }
  // A command that is misspelt is taken for a path: that is what is wrong then, not what comes later.
  const given = await findWorkspaces(args.paths, process.cwd());
  if (!given.ok) {
    const isWord = /^\w+$/.test(command ?? '');
    fail(isWord ? `${given.error} Or was a command meant? See --help.` : given.error);
    return;
  }
  const read = readConfig(process.env, args.paths);
  if (!read.ok) {
    fail(read.error);
    return;
  }
  const log = openLog(read.config.logLevel);
  const connector = await startConnector(read.config, log, process.cwd());
  if (!connector.ok) {
    fail(connector.error);
    return;
  }

  let stopping = false;
  const stop = (signal: NodeJS.Signals): void => {
    if (stopping) return;
    stopping = true;
    log.info(`${signal}: stopping`);
    setTimeout(() => process.exit(1), STOP_WITHIN_MS).unref();
    connector.stop().then(
      () => process.exit(0),
      (error: unknown) => {
        log.error({ err: error }, 'stopping failed');
        process.exit(1);
      },
    );
  };
  process.on('SIGINT', stop).on('SIGTERM', stop);
}

async function examine(paths: readonly string[]): Promise<void> {
  const machine = readMachine(process.env, paths);
  const diagnosis = machine.ok
    ? await diagnose(machine.config, readHq(process.env), process.cwd(), tryConnection)
    : { ok: false as const, error: machine.error };
  if (!diagnosis.ok) {
    fail(diagnosis.error);
    return;
  }
  process.stdout.write(`${diagnosisWords(diagnosis.diagnosis)}\n`);
  if (diagnosis.diagnosis.hqTrouble !== undefined) process.exitCode = 1;
}

function readArguments(): { help: boolean; paths: string[] } | { error: string } {
  try {
    const { values, positionals } = parseArgs({
      allowPositionals: true,
      options: { help: { type: 'boolean', short: 'h', default: false } },
    });
    return { help: values.help, paths: positionals };
  } catch (error) {
    return { error: `${error instanceof Error ? error.message : String(error)}. See --help.` };
  }
}

/** What people can mend is one line; a stack trace would hide it. */
function fail(line: string): void {
  process.stderr.write(`${line}\n`);
  process.exitCode = 1;
}
