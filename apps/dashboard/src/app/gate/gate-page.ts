import { Component, computed, effect, inject, input, linkedSignal, resource, untracked } from '@angular/core';
import { ActivatedRoute, Router, RouterLink } from '@angular/router';
import type { Decision } from '@codev-hq/protocol';
import { gateDetail, type GateDetail } from '@codev-hq/protocol/rest';
import { askHq, type HqTrouble } from '../hq-client/hq-http';
import { LiveHq } from '../hq-client/live-hq';
import { Session } from '../hq-client/session';
import { Empty } from '../ui/empty';
import { decidedBy } from '../ui/decision-words';
import { gateWords } from '../ui/gate-words';
import { Icon } from '../ui/icon';
import { MachineChip } from '../ui/machine-chip';
import { Moment } from '../ui/moment';
import { Notice } from '../ui/notice';
import { PageHeading } from '../ui/page-heading';
import { ProjectName } from '../ui/project-name';
import { wishIn } from './decision-panel';
import { GateDesk } from './gate-desk';
import {
  changeBetween,
  decisionsOf,
  heardOf,
  isBehind,
  keepReading,
  requestOf,
  standingOf,
  titleOf,
} from './reading';

/** One gate: read what there is to read, then decide. */
@Component({
  selector: 'hq-gate-page',
  imports: [Empty, GateDesk, Icon, MachineChip, Moment, Notice, PageHeading, ProjectName, RouterLink],
  templateUrl: './gate-page.html',
  styleUrl: './gate-page.css',
})
export class GatePage {
  private readonly live = inject(LiveHq);
  private readonly session = inject(Session);

  private readonly router = inject(Router);
  private readonly route = inject(ActivatedRoute);

  readonly gate_id = input.required<string>();
  /** From the address: what somebody came to do. */
  readonly decide = input<string>();

  protected readonly wish = computed(() => wishIn(this.decide()));

  private readonly answer = resource({
    params: () => this.gate_id(),
    loader: async ({ params, abortSignal }) => {
      const path = `/api/gates/${encodeURIComponent(params)}`;
      const answer = await askHq(path, gateDetail, { signal: abortSignal });
      if (!answer.ok && answer.trouble.kind === 'signed-out') this.session.ended();
      return answer;
    },
  });

  /** The newest detail of this gate, kept while a newer one is on its way. */
  protected readonly fresh = linkedSignal<GateDetail | undefined, GateDetail | undefined>({
    source: () => {
      const answer = this.answer.value();
      return answer?.ok ? answer.value : undefined;
    },
    computation: (loaded, previous) => {
      const kept = previous?.value;
      return loaded ?? (kept?.gate_id === this.gate_id() ? kept : undefined);
    },
  });

  /** What the reader has in front of them, and therefore what they decide about. */
  protected readonly read = linkedSignal<GateDetail | undefined, GateDetail | undefined>({
    source: this.fresh,
    computation: (fresh, previous) => fresh && keepReading(previous?.value, fresh),
  });

  protected readonly trouble = computed<HqTrouble | null>(() => {
    const answer = this.answer.value();
    return answer && !answer.ok ? answer.trouble : null;
  });
  protected readonly gone = computed(() => {
    const trouble = this.trouble();
    return trouble?.kind === 'refused' && trouble.problem.status === 404;
  });

  /** What is known of a gate that is gone. */
  protected readonly decided = computed(() =>
    this.live.decisions().filter(({ gate_id }) => gate_id === this.gate_id()),
  );

  protected readonly change = computed(() => {
    const [read, fresh] = [this.read(), this.fresh()];
    return read && fresh ? changeBetween(read, fresh) : null;
  });
  protected readonly words = computed(() => gateWords(this.read()?.gate ?? ''));
  protected readonly project = computed(() => this.read()?.status_file.project);
  protected readonly projectName = computed(() => {
    const path = this.read()?.status_file.project_path;
    return this.read()?.instance.projects.find((known) => known.path === path)?.name ?? path;
  });
  protected readonly online = computed(() => {
    const instance = this.read()?.instance;
    const heard = this.live.instances().find((known) => known.instance_id === instance?.instance_id);
    return heard?.online ?? instance?.online ?? false;
  });
  protected readonly decisions = computed(() => {
    const read = this.read();
    return read ? decisionsOf(read, this.live.decisions()) : [];
  });
  protected readonly standing = computed(() => {
    const read = this.read();
    return read && standingOf(read, this.decisions(), this.session.person()?.role);
  });

  private readonly title = computed(() => {
    const [standing, words] = [this.standing(), this.words()];
    return standing ? titleOf(standing, words) : words.question;
  });
  protected readonly undecided = computed(() => {
    const kind = this.standing()?.kind;
    return kind === 'open' || kind === 'may-not';
  });

  /** Changes were requested of this very version. */
  protected readonly sentBack = computed(() => {
    const read = this.read();
    return read !== undefined && requestOf(read, this.live.gates()) !== undefined;
  });

  protected readonly heading = computed(() => {
    if (this.gone()) return $localize`:@@gate.page.gone-title:This gate is gone`;
    if (this.read()) return this.title();
    return this.trouble()
      ? $localize`:@@gate.page.not-loaded:This gate could not be loaded`
      : $localize`:@@gate.page.loading:Loading the gate…`;
  });
  protected readonly documentTitle = computed(() => {
    const project = this.project();
    return project ? `${project.title}: ${this.words().label}` : $localize`:@@gate.page.title:Gate`;
  });

  /** What the live stream says of this gate and its file. */
  private readonly heard = computed(() => {
    const fresh = this.fresh();
    return fresh && heardOf(fresh, this.live.instances(), this.live.gates());
  });
  private askedFor = '';

  constructor() {
    // Needed as soon as the gate is here. Who needs it says so when it cannot be had.
    void import('./document/markdown').catch(() => undefined);
    effect(() => this.catchUp());
    effect(() => {
      const isBack = this.live.gates().some((gate) => gate.gate_id === this.gate_id());
      untracked(() => isBack && this.gone() && this.reload());
    });
    effect(() => {
      const back = this.live.connection() === 'live';
      untracked(() => back && this.trouble() && this.reload());
    });
  }

  protected inWords(decision: Decision): string {
    return [decision.project_id, gateWords(decision.gate).label, decidedBy(decision)].join(' · ');
  }

  protected lookAgain(): void {
    this.read.set(this.fresh());
  }

  /** An address that is kept or shared leads to the gate, not to its buttons. */
  protected forgetWish(): void {
    void this.router.navigate([], {
      relativeTo: this.route,
      queryParams: { decide: null },
      queryParamsHandling: 'merge',
      preserveFragment: true,
      replaceUrl: true,
      scroll: 'manual',
    });
  }

  protected reload(): void {
    this.answer.reload();
  }

  /** Asks anew when a live event tells of something else than what was loaded, once for each such thing. */
  private catchUp(): void {
    const [fresh, heard] = [this.fresh(), this.heard()];
    if (!fresh || !heard || !this.live.loaded() || !isBehind(fresh, heard)) return;
    const news = JSON.stringify(heard);
    if (news !== this.askedFor && untracked(() => this.answer.reload())) this.askedFor = news;
  }
}
