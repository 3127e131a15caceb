/** Status files as agents write them. */

export interface StatusFileParts {
  readonly id?: string;
  readonly gates?: string;
  readonly log?: string;
}

export function statusFile({
  id = '"0068"',
  gates = '  specify_to_plan:\n    human_approval: { status: pending }\n',
  log = '- Started\n',
}: StatusFileParts = {}): string {
  return `---\nid: ${id}\nprotocol: SPIR\ncurrent_phase: specify\ngates:\n${gates}---\n## Log\n${log}`;
}
