import { Component, computed, input } from '@angular/core';
import { RouterLink } from '@angular/router';
import type { HastyApproval, Insights } from '@codev-hq/protocol';
import { countInWords } from '../ui/age-format';
import { gateWords } from '../ui/gate-words';
import { Moment } from '../ui/moment';
import { ProjectName } from '../ui/project-name';
import { FigureSheet } from './figure-sheet';
import { hastyPlot } from './plot';

const SHOWN = 6;

/** Approvals in under a minute by who had not opened what they approved: by whom, and which. */
@Component({
  selector: 'hq-quick-approvals',
  imports: [FigureSheet, Moment, ProjectName, RouterLink],
  template: `
    <hq-figure-sheet
      heading="Approved in a hurry"
      i18n-heading="@@insights.hasty"
      [plot]="plot()"
      [hasTable]="approvals().total > 0"
    >
      <p about class="none">
        @if (approvals().total === 0) {
          <ng-container i18n="@@insights.hasty-no-approvals"
            >There was no approval in this time.</ng-container
          >
        } @else if (approvals().hasty === 0) {
          <ng-container i18n="@@insights.hasty-none"
            >None, of {{ count(approvals().total) }} in all: what was approved had been opened, or a minute or
            more had gone by since the gate was asked for.</ng-container
          >
        } @else {
          <ng-container i18n="@@insights.hasty-about"
            >Counted are approvals within a minute after the gate was asked for, by somebody who had not
            opened what they approved.</ng-container
          >
        }
      </p>
      <table class="table">
        <thead>
          <tr>
            <th scope="col" i18n="@@insights.by-approver">Approver</th>
            <th scope="col" class="number" i18n="@@insights.approvals">Approvals</th>
            <th scope="col" class="number" i18n="@@insights.unopened">Never opened</th>
            <th scope="col" class="number" i18n="@@insights.under-a-minute">Under 1&nbsp;min</th>
            <th scope="col" class="number" i18n="@@insights.both">Both</th>
          </tr>
        </thead>
        <tbody>
          @for (one of approvals().by_approver; track one.who.id) {
            <tr>
              <th scope="row">{{ one.who.name }}</th>
              <td class="number">{{ count(one.total) }}</td>
              <td class="number">{{ count(one.unopened) }}</td>
              <td class="number">{{ count(one.under_a_minute) }}</td>
              <td class="number">{{ count(one.hasty) }}</td>
            </tr>
          }
        </tbody>
      </table>
      @if (approvals().hasty_ones.length > 0) {
        <ul class="oldest">
          @for (one of approvals().hasty_ones.slice(0, shown); track one.decision_id) {
            <li>
              <a [routerLink]="['/decisions', one.decision_id]"
                ><hq-project-name [number]="one.project_id" [title]="one.title"
              /></a>
              <hq-moment [at]="one.decided_at" as="ago" />
              <span class="where">{{ labelOf(one) }} · {{ one.project_name }} · {{ one.who.name }}</span>
            </li>
          }
        </ul>
      }
    </hq-figure-sheet>
  `,
  styleUrl: './lists.css',
})
export class QuickApprovals {
  readonly approvals = input.required<Insights['approvals']>();
  protected readonly plot = computed(() => hastyPlot(this.approvals()));
  protected readonly shown = SHOWN;
  protected readonly count = countInWords;

  protected labelOf({ gate }: HastyApproval): string {
    return gateWords(gate).label;
  }
}
