import { Component, computed, input } from '@angular/core';
import type { GateModel } from '@codev-hq/protocol';

/**
 * A project's gates as stops on a line, the one in question marked: how far it is, at a glance. What programs
 * decide is counted apart.
 */
@Component({
  selector: 'hq-gate-rail',
  template: `
    <span class="rail" aria-hidden="true">
      @for (gate of gates(); track gate.name) {
        <span
          class="stop"
          [class.passed]="gate.passed"
          [class.waiting]="gate.waiting"
          [class.here]="gate.name === here()"
        ></span>
      }
    </span>
    <span class="said">{{ said() }}</span>
  `,
  styleUrl: './gate-rail.css',
})
export class GateRail {
  readonly gates = input.required<readonly GateModel[]>();
  readonly here = input<string>();

  protected readonly said = computed(() => {
    const people = this.gates().filter((gate) => gate.human);
    const programs = this.gates().filter((gate) => !gate.human);
    const [gates, checks] = [counted(people), counted(programs)];
    if (people.length === 0)
      return $localize`:@@ui.rail.checks:${checks.passed}:passed: of ${checks.all}:all: checks passed`;
    if (programs.length === 0)
      return $localize`:@@ui.rail.gates:${gates.passed}:passed: of ${gates.all}:all: gates passed`;
    return $localize`:@@ui.rail.both:${gates.passed}:passed: of ${gates.all}:all: gates passed, ${checks.passed}:checked: of ${checks.all}:checks: checks`;
  });
}

function counted(gates: readonly GateModel[]): { readonly passed: number; readonly all: number } {
  return { passed: gates.filter((gate) => gate.passed).length, all: gates.length };
}
