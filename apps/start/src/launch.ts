import { once } from 'node:events';
import { bringUp } from './bring-up.ts';
import { build, requireBuild } from './build.ts';
import { inWords } from './child.ts';
import { Crew } from './crew.ts';
import { preflight } from './preflight.ts';
import { forgetRunning } from './running-note.ts';
import { StartProblem } from './start-problem.ts';
import type { StartSettings } from './start-settings.ts';
import type { Terminal } from './terminal.ts';

const ASKED = Symbol('asked to stop');

/**
 * Runs until somebody stops it.
 * @throws {StartProblem} when it cannot start, or when a part of it ends by itself.
 */
export async function launch(root: string, settings: StartSettings, terminal: Terminal): Promise<void> {
  const over = new AbortController();
  const crew = new Crew((end) => {
    over.abort(new StartProblem(`${inWords(end)}\n  Everything else is stopped.`));
  });
  const askToStop = () => {
    if (over.signal.aborted) crew.kill();
    else over.abort(ASKED);
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, askToStop);
  try {
    terminal.line();
    const port = await preflight(root, settings);
    if (settings.build) await build(root, terminal, over.signal);
    else requireBuild(root);
    await bringUp(root, { ...settings, port }, crew, terminal, over.signal);
    if (!over.signal.aborted) await once(over.signal, 'abort');
  } catch (error) {
    // While starting, the reason to stop surfaces as some wait that was cut short: the reason is what counts.
    if (!over.signal.aborted) throw error;
  } finally {
    if (over.signal.reason === ASKED) terminal.passing('stopping …');
    await crew.stop();
    forgetRunning(settings.startDir, process.pid);
  }
  if (over.signal.reason !== ASKED) throw over.signal.reason;
  terminal.line('Stopped. Everything is kept for the next start.');
}
