/** A gate's full name in words for people. Names are never whitelisted: an unknown one still reads well. */
export interface GateWords {
  /** What the person is asked: `Move from specify to plan?` */
  readonly question: string;
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
    return {
      question: `Move from ${from} to ${to}?`,
      label: `${capital(from)} → ${capital(to)}`,
      kind: spaced(last),
    };
  }
  const parent = segments.length > 1 ? spaced(segments.slice(0, -1).join(' ')) : null;
  const label = capital(parent ?? (last === 'pr' ? 'pull request' : spaced(last)));
  return { question: questionFor(last, label), label, kind: parent === null ? null : spaced(last) };
}

function questionFor(name: string, label: string): string {
  const subject = /^(.+)[-_]approval$/.exec(name)?.[1];
  if (name === 'pr') return 'Approve the pull request?';
  if (subject === 'dev') return 'Approve the development result?';
  if (subject && subject !== 'human') return `Approve the ${spaced(subject)}?`;
  const complete = /^(.+)[-_]complete$/.exec(name)?.[1];
  if (complete) return `Is the ${spaced(complete)} complete?`;
  return `Pass “${label}”?`;
}

function spaced(name: string): string {
  return name.replace(/[-_]+/g, ' ').trim() || name;
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
