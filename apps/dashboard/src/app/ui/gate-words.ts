import { gateLabel, readGateName } from '@codev-hq/protocol/gate-name';

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
  const { between, parent, last } = readGateName(fullName);
  if (between) {
    const [from, to] = between;
    const label = gateLabel(fullName);
    return {
      question: $localize`:@@ui.gate.move:Move from ${from}:from: to ${to}:to:?`,
      // The agent has yet to move: HQ knows only that the gate is open.
      done: $localize`:@@ui.gate.moved:Approved: ${label}:label:`,
      label,
      kind: kindOf(last),
    };
  }
  const label = parent === null ? nameOf(last) : gateLabel(fullName);
  return { ...sentencesFor(last, label), label, kind: parent === null ? null : kindOf(last) };
}

/** As HQ's notices call it. */
function nameOf(name: string): string {
  if (Object.hasOwn(NAMES, name)) return NAMES[name as keyof typeof NAMES]();
  const [, subject = '', end] = /^(.+)[-_](approval|complete)$/.exec(name) ?? [];
  const words = subject.replace(/[-_]+/g, ' ').trim();
  if (words === '') return gateLabel(name);
  return end === 'approval'
    ? $localize`:@@ui.gate.approval.name:${capital(words)}:subject: approval`
    : $localize`:@@ui.gate.complete.name:${capital(words)}:subject: complete`;
}

const NAMES = {
  'spec-approval': () => $localize`:@@ui.gate.spec.name:Spec approval`,
  'plan-approval': () => $localize`:@@ui.gate.plan.name:Plan approval`,
  'dev-approval': () => $localize`:@@ui.gate.dev.name:Dev approval`,
  human_approval: () => $localize`:@@ui.gate.human.name:Human approval`,
  pr: () => $localize`:@@ui.gate.pull-request.name:Pull request`,
} as const;

function sentencesFor(name: string, label: string): Pick<GateWords, 'question' | 'done'> {
  if (isKnown(name)) return KNOWN[name]();
  const subject = /^(.+)[-_]approval$/.exec(name)?.[1];
  if (subject && subject !== 'human')
    return {
      question: $localize`:@@ui.gate.approve:Approve the ${spaced(subject)}:subject:?`,
      done: $localize`:@@ui.gate.approved:${capital(spaced(subject))}:subject: approved`,
    };
  const complete = /^(.+)[-_]complete$/.exec(name)?.[1];
  if (complete)
    return {
      question: $localize`:@@ui.gate.complete:Is the ${spaced(complete)}:subject: complete?`,
      done: $localize`:@@ui.gate.completed:${capital(spaced(complete))}:subject: is complete`,
    };
  return {
    question: $localize`:@@ui.gate.pass:Pass “${label}:label:”?`,
    done: $localize`:@@ui.gate.passed:“${label}:label:” passed`,
  };
}

/** Codev's own gates in whole sentences, which other languages need: “Approve the” has a gender there. */
const KNOWN = {
  'spec-approval': () => ({
    question: $localize`:@@ui.gate.spec:Approve the spec?`,
    done: $localize`:@@ui.gate.spec.done:Spec approved`,
  }),
  'plan-approval': () => ({
    question: $localize`:@@ui.gate.plan:Approve the plan?`,
    done: $localize`:@@ui.gate.plan.done:Plan approved`,
  }),
  'dev-approval': () => ({
    question: $localize`:@@ui.gate.dev:Approve the development result?`,
    done: $localize`:@@ui.gate.dev.done:Development result approved`,
  }),
  pr: () => ({
    question: $localize`:@@ui.gate.pr:Approve the pull request?`,
    done: $localize`:@@ui.gate.pr.done:Pull request approved`,
  }),
} as const;

function isKnown(name: string): name is keyof typeof KNOWN {
  return Object.hasOwn(KNOWN, name);
}

/** The spike's own is everywhere; others are an agent's words. */
function kindOf(last: string): string {
  return last === 'human_approval' ? $localize`:@@ui.gate.human.kind:human approval` : spaced(last);
}

function spaced(name: string): string {
  return name.replace(/[-_]+/g, ' ').trim() || name;
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
