import { describeIssues, type ConnectorFeature } from '@codev-hq/protocol';
import * as z from 'zod/mini';
import type { AgentFarmConfig, OwnersCommand } from '../connector.config.js';

/** Words that no program takes for an option, a path or anything but a word. */
const word = z.string().check(z.regex(/^[a-z][a-z0-9_-]{0,63}$/));
const agent = z.string().check(z.regex(/^[A-Za-z0-9][\w.:-]{0,127}$/));
const issue = z.union([
  z.pipe(z.int().check(z.minimum(1), z.maximum(999_999_999)), z.transform(String)),
  z.string().check(z.regex(/^[0-9]{1,9}$/)),
]);
const REVIEWS = ['spec', 'plan', 'impl', 'pr', 'phase', 'integration'] as const;

/** What each command takes, and nothing else: an argument that is not here is refused, not ignored. */
const ARGUMENTS = {
  send_message: z.strictObject({
    to: agent,
    message: z.string().check(z.minLength(1), z.maxLength(4000)),
  }),
  run_consultation: z.strictObject({ model: word, type: z.enum(REVIEWS), issue, protocol: z.optional(word) }),
  spawn_builder: z.strictObject({ issue, protocol: word }),
} as const;

/** What is to be done for a command. */
export type CommandPlan =
  | { readonly kind: 'words'; readonly to: string; readonly message: string }
  | {
      readonly kind: 'program';
      readonly name: string;
      readonly args: readonly string[];
      readonly timeLimitMs: number;
    }
  /** In words; `unsupported` when only this machine's owner could change that. */
  | { readonly kind: 'refused'; readonly status: 'refused' | 'unsupported'; readonly words: string };

const MINUTE = 60_000;

/** Pure. `args` came from far away. */
export function planCommand(
  command: OwnersCommand,
  args: Readonly<Record<string, unknown>>,
  { commands }: Pick<AgentFarmConfig, 'commands'>,
): CommandPlan {
  if (!commands.includes(command)) {
    const words = `This machine’s owner has not allowed ${command}. They can, with CODEV_CONNECTOR_COMMANDS.`;
    return { kind: 'refused', status: 'unsupported', words };
  }
  const parsed = ARGUMENTS[command].safeParse(args);
  if (!parsed.success) {
    const words = describeIssues(`What was asked of ${command}`, parsed.error);
    return { kind: 'refused', status: 'refused', words };
  }
  return planOf({ command, ...parsed.data } as Parsed);
}

type Parsed = { [C in OwnersCommand]: { command: C } & z.infer<(typeof ARGUMENTS)[C]> }[OwnersCommand];

function planOf(asked: Parsed): CommandPlan {
  switch (asked.command) {
    case 'send_message':
      return { kind: 'words', to: asked.to, message: asked.message };
    case 'spawn_builder': {
      const args = ['spawn', asked.issue, '--protocol', asked.protocol];
      return { kind: 'program', name: 'afx', args, timeLimitMs: 5 * MINUTE };
    }
    case 'run_consultation': {
      const protocol = asked.protocol === undefined ? [] : ['--protocol', asked.protocol];
      const args = ['-m', asked.model, ...protocol, '--type', asked.type, '--issue', asked.issue];
      return { kind: 'program', name: 'consult', args, timeLimitMs: 30 * MINUTE };
    }
  }
}

/** What HQ may offer to people for this machine. */
export function allowedFeatures({ commands, terminals }: AgentFarmConfig): ConnectorFeature[] {
  return ['sync_status', ...commands, ...(terminals ? (['terminal_request'] as const) : [])];
}
