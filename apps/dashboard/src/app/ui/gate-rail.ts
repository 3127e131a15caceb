import { Component, computed, input } from '@angular/core';
import type { GateModel } from '@codev-hq/protocol';

/** A project's gates as stops on a line, the one in question marked: how far it is, at a glance. */
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
    const passed = this.gates().filter((gate) => gate.passed).length;
    return `${passed} of ${this.gates().length} gates passed`;
  });
}
