/** The end of the road; what is there needs nobody any more. */
const TERMINAL = new Set(['verified', 'complete', 'completed', 'done', 'integrated', 'abandoned']);

export function isTerminal(phase: string | undefined): boolean {
  return phase !== undefined && TERMINAL.has(phase.toLowerCase());
}
