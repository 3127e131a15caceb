/** A gate's full name in words for people. Names are never whitelisted: an unknown one still reads well. */
export interface GateWords {
  /** What the person is asked: `Move from specify to plan?` */
  readonly question: string;
  /** What is said once it is done, and no more than the gate says: `Approved: Specify → Plan`. */
  readonly done: string;
  /** Short, for lists: `Specify → Plan`. */
  readonly label: string;
  /** The last segment when the label does not hold it: `human approval`. */
  readonly kind: string | null;
}

export function gateWords(fullName: string): GateWords {
  const segments = fullName.split('.');
  const last = segments.at(-1) ?? fullName;
  const transition = /^(.+?)_to_(.+)$/.exec(segments.at(-2) ?? '');
  if (transition?.[1] && transition[2]) {
    const [from, to] = [spaced(transition[1]), spaced(transition[2])];
    const label = `${capital(from)} → ${capital(to)}`;
    return {
      question: `Move from ${from} to ${to}?`,
      // The agent has yet to move: HQ knows only that the gate is open.
      done: `Approved: ${label}`,
      label,
      kind: spaced(last),
    };
  }
  const parent = segments.length > 1 ? spaced(segments.slice(0, -1).join(' ')) : null;
  const label = capital(parent ?? (last === 'pr' ? 'pull request' : spaced(last)));
  return { ...sentencesFor(last, label), label, kind: parent === null ? null : spaced(last) };
}

function sentencesFor(name: string, label: string): Pick<GateWords, 'question' | 'done'> {
  const subject = subjectOf(name);
  if (subject) return { question: `Approve the ${subject}?`, done: `${capital(subject)} approved` };
  const complete = /^(.+)[-_]complete$/.exec(name)?.[1];
  if (complete)
    return {
      question: `Is the ${spaced(complete)} complete?`,
      done: `${capital(spaced(complete))} is complete`,
    };
  return { question: `Pass “${label}”?`, done: `“${label}” passed` };
}

function subjectOf(name: string): string | null {
  if (name === 'pr') return 'pull request';
  const subject = /^(.+)[-_]approval$/.exec(name)?.[1];
  if (subject === 'dev') return 'development result';
  return subject && subject !== 'human' ? spaced(subject) : null;
}

function spaced(name: string): string {
  return name.replace(/[-_]+/g, ' ').trim() || name;
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
