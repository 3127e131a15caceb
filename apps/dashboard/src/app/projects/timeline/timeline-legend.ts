import { Component } from '@angular/core';

/** What the picture's shapes mean. */
@Component({
  selector: 'hq-timeline-legend',
  template: `
    <ul>
      <li>
        <span class="bar phase"></span><ng-container i18n="@@timeline.legend.phase">in a phase</ng-container>
      </li>
      <li>
        <span class="bar wait"></span
        ><ng-container i18n="@@timeline.legend.wait">waits for a person</ng-container>
      </li>
      <li>
        <span class="bar work"></span
        ><ng-container i18n="@@timeline.legend.work">builder at work</ng-container>
      </li>
      <li>
        <span class="dot approved"></span
        ><ng-container i18n="@@timeline.legend.approved">approved</ng-container>
      </li>
      <li>
        <span class="dot elsewhere"></span
        ><ng-container i18n="@@timeline.legend.elsewhere">opened outside HQ</ng-container>
      </li>
      <li>
        <span class="dot returned"></span
        ><ng-container i18n="@@timeline.legend.changes">changes requested</ng-container>
      </li>
    </ul>
  `,
  styles: `
    ul {
      display: flex;
      flex-wrap: wrap;
      gap: var(--space-1) var(--space-4);
      color: var(--ink-2);
      font-size: var(--tiny);
    }
    li {
      display: inline-flex;
      align-items: center;
      gap: 6px;
    }
    .bar {
      width: 18px;
      height: 8px;
      border-radius: 2px;
      background: var(--ink-2);
    }
    .wait {
      background: var(--wait-solid);
    }
    .work {
      background: var(--accent);
    }
    .dot {
      width: 10px;
      height: 10px;
      border-radius: 50%;
      background: var(--go);
    }
    .elsewhere {
      border: 2.5px solid var(--go);
      background: none;
    }
    .returned {
      border-radius: 0;
      background: var(--stop);
      transform: rotate(45deg) scale(0.85);
    }
  `,
})
export class TimelineLegend {}
