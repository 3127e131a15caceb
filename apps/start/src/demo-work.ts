import type { StatusFileModel } from '@codev-hq/protocol';
import type { WrittenRequest } from '@codev-hq/status-file';

/** What the demo's agent does next with one piece of work. */
export interface AgentStep {
  readonly kind: 'move on' | 'ask' | 'revise';
  readonly phase: string;
  readonly text: string;
  readonly subject: string;
}

const NEXT_PHASE: Readonly<Record<string, string>> = {
  specify: 'plan',
  plan: 'implement',
  implement: 'review',
  review: 'complete',
};

/**
 * The agent's whole mind: when the person's gate of the current phase is passed it moves on to the next phase; there
 * it does its work and asks for the next gate; when changes are requested it writes a new version that takes up the words.
 * Undefined while it waits for a person, or is done.
 * @param work what the agent writes into the file when it has done a phase's work
 * @param request what was asked for when a gate was sent back
 */
export function nextStep(
  text: string,
  model: StatusFileModel,
  work: (phase: string) => string,
  request: (gate: string) => WrittenRequest | undefined,
  now: Date,
): AgentStep | undefined {
  const phase = model.phase ?? '';
  const next = NEXT_PHASE[phase];
  if (model.problem || !next) return undefined;
  const transition = `${phase}_to_${next}`;
  const gates = model.gates.filter(({ name }) => name.startsWith(`${transition}.`));
  const human = gates.find(({ name }) => name === `${transition}.human_approval`);
  if (human?.passed) return moveOn(text, model.id, next, now);
  const asked = human?.waiting ? request(human.name) : undefined;
  if (asked && !text.includes(takenUp(asked))) return revise(text, model.id, phase, asked, now);
  return gates.length === 0 ? ask(text, model.id, phase, transition, work(phase), now) : undefined;
}

function moveOn(text: string, id: string, next: string, now: Date): AgentStep {
  const moved = text.replace(/^current_phase:.*$/m, `current_phase: ${next}`);
  const words = next === 'complete' ? 'done' : `approved, working on phase ${next}`;
  return {
    kind: 'move on',
    phase: next,
    text: logged(moved, words, now),
    subject: `[${id}] Move on to ${next}`,
  };
}

function ask(
  text: string,
  id: string,
  phase: string,
  transition: string,
  work: string,
  now: Date,
): AgentStep {
  const entry = `  ${transition}:\n    human_approval: { status: pending }\n`;
  const gated = text.replace(/^---\n([\s\S]*?)^---$/m, (_, front: string) => `---\n${front}${entry}---`);
  const worked = gated.replace(/^## Log$/m, () => `${work.trim()}\n\n## Log`);
  return {
    kind: 'ask',
    phase,
    text: logged(worked, `${phase} ready for a person`, now),
    subject: `[${id}] Ask a person about ${phase}`,
  };
}

function revise(text: string, id: string, phase: string, asked: WrittenRequest, now: Date): AgentStep {
  const who = asked.by || 'a person';
  const words = asked.comment.trim() || 'Please look at this again.';
  const quoted = words.split(/\r?\n/).map((line) => `> ${line}`.trimEnd());
  const changed = `## Changed as ${who} asked\n\n${quoted.join('\n')}\n\nThis holds from now on. Where the text above says otherwise, this counts.`;
  const revised = text.replace(/^## Log$/m, () => `${changed}\n\n## Log`);
  return {
    kind: 'revise',
    phase,
    text: logged(revised, `a new version, ${takenUp(asked)}`, now),
    subject: `[${id}] Take up what ${who} asked for`,
  };
}

/** Stands in the log once it is done, so that an agent that is started anew does not do it twice. */
const takenUp = ({ at }: WrittenRequest) => `for the request of ${at}`;

/** The log is the last section of the demo's files. */
function logged(text: string, words: string, now: Date): string {
  return `${text.trimEnd()}\n- ${now.toISOString().slice(0, 16)}Z Agent: ${words}\n`;
}
