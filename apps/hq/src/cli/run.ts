import { ConfigError, readConfig } from '../hq.config.js';
import { explainStartFailure } from './start-failure.js';
import { UsageError } from './usage.js';
import { HQ_VERSION } from '../version.js';

const HELP = `Codev HQ ${HQ_VERSION}

  main.js                                   start HQ
  main.js keys create --name N --scopes S   make an API key; prints it, once
                      [--person EMAIL]      … that decides in this person's name
  main.js keys list                         show keys, their scopes and last use
  main.js keys revoke ID                    revoke a key; its connections close
  main.js keys rotate ID                    a new secret for the same key; prints it, once
  main.js link --name N [--email E]         make a one-time sign-in link (15 minutes); the owner’s until somebody has signed in
  main.js audit verify                      check that the audit log is whole; --noted N:HASH: and still holds that row
  main.js backup FILE                       everything into one file, also while HQ runs
  main.js restore FILE [--force]            bring a backup back
  main.js move --to postgres://… [--force]  copy everything to PostgreSQL

Scopes: connector, or any of read,approve,admin. Settings come from the environment; README.md lists them.
`;

/**
 * Runs one command; resolves with the exit code. Every failure that can be foreseen is one line on stderr. Each command
 * loads what it needs when it is called: `keys` and `link` are answered in half the time that a whole HQ takes to load.
 */
export async function run(args: readonly string[], env: NodeJS.ProcessEnv): Promise<number> {
  const [command = 'serve', ...rest] = args;
  try {
    switch (command) {
      case 'serve':
        return await (await import('./serve.command.js')).serveCommand(readConfig(env));
      case 'keys':
        return await (await import('./keys.command.js')).keysCommand(readConfig(env), rest);
      case 'link':
        return await (await import('./link.command.js')).linkCommand(readConfig(env), rest);
      case 'audit':
        return await (await import('./audit.command.js')).auditCommand(readConfig(env), rest);
      case 'backup':
        return await (await import('./copy.command.js')).backupCommand(readConfig(env), rest);
      case 'restore':
        return await (await import('./copy.command.js')).restoreCommand(readConfig(env), rest);
      case 'move':
        return await (await import('./copy.command.js')).moveCommand(readConfig(env), rest);
      case 'help':
      case '--help':
      case '-h':
        process.stdout.write(HELP);
        return 0;
      default:
        throw new UsageError(`There is no command "${command}". main.js help lists them.`);
    }
  } catch (error) {
    process.stderr.write(`${line(error, env)}\n`);
    return 1;
  }
}

function line(error: unknown, env: NodeJS.ProcessEnv): string {
  if (error instanceof ConfigError || error instanceof UsageError) return error.message;
  const known = explainStartFailure(error, readConfig(env));
  if (known !== undefined) return known;
  // Not foreseen: here the stack is what helps.
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
