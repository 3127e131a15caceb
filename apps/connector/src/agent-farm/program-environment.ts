import { delimiter } from 'node:path';

/**
 * The environment Codev’s programs and the checks they run get: the machine's own, without what points git elsewhere (`GIT_*`), what
 * says that tests or a CI are running (`VITEST` makes porch skip git altogether), and the connector's own secrets.
 */
export function programEnvironment(
  parent: NodeJS.ProcessEnv,
  extra: Readonly<Record<string, string>>,
): Record<string, string> {
  const kept: Record<string, string> = {};
  for (const [name, value] of Object.entries(parent))
    if (value !== undefined && !UNWANTED.test(name)) kept[name] = value;
  // Several are this connector's way of writing them; Codev's programs take it for one.
  if (kept['CODEV_AGENT_FARM_DIR']?.includes(delimiter)) delete kept['CODEV_AGENT_FARM_DIR'];
  return { ...kept, ...NOBODY_TO_ASK, ...extra };
}

const UNWANTED =
  /^(?:GIT_.*|VITEST.*|JEST_.*|CI|CONTINUOUS_INTEGRATION|GITHUB_ACTIONS|NODE_ENV|NODE_OPTIONS|NODE_V8_COVERAGE|NX_.*|npm_.*|EDITOR|VISUAL|PAGER|SSH_ASKPASS|GPG_TTY|CODEV_HQ_.*|CODEV_CONNECTOR_.*|CODEV_TOWER_KEY)$/i;

const NOBODY_TO_ASK = {
  GIT_TERMINAL_PROMPT: '0',
  GIT_ASKPASS: '',
  SSH_ASKPASS_REQUIRE: 'never',
  GIT_EDITOR: 'true',
  GH_PROMPT_DISABLED: '1',
  LANGUAGE: 'en',
};
