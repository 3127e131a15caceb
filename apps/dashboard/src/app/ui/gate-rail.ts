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
    if (people.length === 0) return `${counted(programs)} checks passed`;
    const gates = `${counted(people)} gates passed`;
    return programs.length === 0 ? gates : `${gates}, ${counted(programs)} checks`;
  });
}

function counted(gates: readonly GateModel[]): string {
  return `${gates.filter((gate) => gate.passed).length} of ${gates.length}`;
}
