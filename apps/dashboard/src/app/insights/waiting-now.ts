import { Component, computed, inject } from '@angular/core';
import { RouterLink } from '@angular/router';
import type { WaitingGate } from '@codev-hq/protocol';
import { Clock } from '../hq-client/clock';
import { LiveHq } from '../hq-client/live-hq';
import { countInWords } from '../ui/age-format';
import { gateWords } from '../ui/gate-words';
import { Moment } from '../ui/moment';
import { ProjectName } from '../ui/project-name';
import { FigureSheet } from './figure-sheet';
import { ageCounts, agesPlot } from './plot';

/** The inbox has them all. */
const SHOWN = 6;
/** Fewer are read at a glance, one by one. */
const PLOTTED_FROM = 5;

/** How long the gates have waited that wait now, as the inbox has them. */
@Component({
  selector: 'hq-waiting-now',
  imports: [FigureSheet, Moment, ProjectName, RouterLink],
  template: `
    <hq-figure-sheet
      heading="Waiting now"
      i18n-heading="@@insights.waiting-now"
      [plot]="plot()"
      [hasTable]="plot() !== null"
    >
      @if (gates().length === 0) {
        <p about class="none" i18n="@@insights.waiting-none">No gate waits for a person.</p>
      }
      <table class="table">
        <thead>
          <tr>
            <th scope="col" i18n="@@insights.waited">Has waited</th>
            <th scope="col" class="number" i18n="@@insights.gates-head">Gates</th>
          </tr>
        </thead>
        <tbody>
          @for (age of ages(); track age.name) {
            <tr>
              <th scope="row">{{ age.name }}</th>
              <td class="number">{{ count(age.count) }}</td>
            </tr>
          }
        </tbody>
      </table>
      @if (gates().length > 0) {
        <ul class="oldest">
          @for (gate of gates().slice(0, shown); track gate.gate_id) {
            <li>
              <a [routerLink]="['/gate', gate.gate_id]"
                ><hq-project-name [number]="gate.project_id" [title]="gate.title"
              /></a>
              <hq-moment [at]="gate.since" />
              <span class="where">{{ labelOf(gate) }} · {{ gate.project_name }}</span>
            </li>
          }
        </ul>
      }
      @if (gates().length > shown) {
        <a class="all" routerLink="/" i18n="@@insights.all-waiting"
          >All {{ count(gates().length) }} in the inbox</a
        >
      }
    </hq-figure-sheet>
  `,
  styleUrl: './lists.css',
})
export class WaitingNow {
  private readonly clock = inject(Clock);
  protected readonly gates = inject(LiveHq).waiting;
  protected readonly ages = computed(() =>
    ageCounts(this.gates().map(({ since }) => this.clock.now() - Date.parse(since))),
  );
  protected readonly plot = computed(
    () => (this.gates().length < PLOTTED_FROM ? null : agesPlot(this.ages())),
    {
      // The clock ticks every few seconds; a bar is drawn anew when it changes.
      equal: (a, b) => JSON.stringify(a) === JSON.stringify(b),
    },
  );
  protected readonly shown = SHOWN;
  protected readonly count = countInWords;

  protected labelOf({ gate }: WaitingGate): string {
    return gateWords(gate).label;
  }
}
