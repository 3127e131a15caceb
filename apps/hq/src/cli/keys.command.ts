import type { HqConfig } from '../hq.config.js';
import { ApiKeysService } from '../people/api-keys.service.js';
import { inCommandContext } from './command-context.js';
import { readFlags, UsageError } from './usage.js';

/** `keys create | list | rotate | revoke`. What a script needs, and nothing else, goes to stdout. */
export async function keysCommand(config: HqConfig, args: readonly string[]): Promise<number> {
  const [action, ...rest] = args;
  const { options, positionals } = readFlags(rest, ['name', 'scopes', 'person'], []);
  if (action === 'create') return create(config, options);
  if (action === 'list') return list(config);
  if (action === 'revoke') return revoke(config, positionals[0]);
  if (action === 'rotate') return rotate(config, positionals[0]);
  throw new UsageError('Write keys create, keys list, keys rotate ID or keys revoke ID.');
}

type Options = Partial<Record<'name' | 'scopes' | 'person', string>>;

async function create(config: HqConfig, { name, scopes, person }: Options): Promise<number> {
  if (!name || !scopes)
    throw new UsageError('Write keys create --name N --scopes connector (or read,approve).');
  const wanted = scopes.split(',').map((scope) => scope.trim());
  const result = await inCommandContext(config, (context) =>
    context.get(ApiKeysService).create(name, wanted, person),
  );
  if (!result.ok) throw new UsageError(result.refusal.error);
  process.stdout.write(`${result.key}\n`);
  return 0;
}

async function list(config: HqConfig): Promise<number> {
  const keys = await inCommandContext(config, (context) => context.get(ApiKeysService).list());
  for (const key of keys) {
    const used = key.last_used_at === null ? 'never used' : `used ${date(key.last_used_at)}`;
    const state = key.revoked_at === null ? used : `revoked ${date(key.revoked_at)}`;
    process.stdout.write(`${key.id}  ${key.scopes}  ${key.name}  made ${date(key.created_at)}, ${state}\n`);
  }
  return 0;
}

async function revoke(config: HqConfig, id: string | undefined): Promise<number> {
  if (id === undefined) throw new UsageError('Write keys revoke ID; keys list shows the ids.');
  const refusal = await inCommandContext(config, (context) => context.get(ApiKeysService).revoke(id));
  if (refusal) throw new UsageError(refusal.error);
  process.stdout.write(`Key ${id} is revoked.\n`);
  return 0;
}

async function rotate(config: HqConfig, id: string | undefined): Promise<number> {
  if (id === undefined) throw new UsageError('Write keys rotate ID; keys list shows the ids.');
  const result = await inCommandContext(config, (context) => context.get(ApiKeysService).rotate(id));
  if (!result.ok) throw new UsageError(result.refusal.error);
  process.stdout.write(`${result.key}\n`);
  return 0;
}

const date = (ms: number) => new Date(ms).toISOString().slice(0, 16).replace('T', ' ');
