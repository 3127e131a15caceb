import type { WaitingGate } from '@codev-hq/protocol';
import { ADA, GRACE } from '../../testing/browser.ts';
import { Connector } from '../../testing/connector.ts';
import { Hq } from '../../testing/hq.ts';
import { Repository } from '../../testing/repository.ts';
import { Tower } from '../../testing/tower.ts';
import { until } from '../../testing/until.ts';
import { WebhookReceiver } from '../../testing/webhook-receiver.ts';
import { Approver } from './approver.ts';
import { paper } from './paper.ts';
import { live, markdownPath, type Opened } from './past.ts';
import { Builders, Repositories, SPEC_ASKED, SPEC_OPENED } from './repositories.ts';
import { markdownStatus, type WrittenGate } from './status-texts.ts';
import { DAY, HOUR, MINUTE, StoryClock, TODAY } from './story-clock.ts';

const YESTERDAY = TODAY - 20 * HOUR;

/** A small team on a Tuesday morning: what its HQ knows, and its hands. */
export interface Team {
  readonly hq: Hq;
  /** Another HQ, to which one machine without a project has connected. */
  readonly newcomers: Hq;
  readonly clock: StoryClock;
  readonly grace: Approver;
  readonly repositories: Repositories;
  readonly builders: Builders;
  /** The gate of a project that waits, by the project's id. */
  readonly gateOf: (id: string) => Promise<WaitingGate>;
}

/** Starts everything and lives through the four weeks before today. */
export async function foundTeam(): Promise<Team> {
  const clock = new StoryClock();
  clock.begin(TODAY - 28 * DAY);
  const hq = await Hq.start({ ...clock.env, CODEV_HQ_STRANDED_DAYS: '60' });
  const ada = await Approver.of(hq, ADA);
  const grace = await Approver.of(hq, GRACE);
  const repositories = new Repositories();
  const mini = await connectMachines(hq, repositories, clock);
  const opened = await live(repositories.pasts, [ada, grace], clock);
  const builders = new Builders(repositories.shop);
  const spec = await decideTheSpec(hq, grace, builders, clock);
  await writeYesterday(repositories.payments, opened, grace, clock);
  builders.workToday(spec);
  await addSettings(hq);
  await clock.moveTo(TODAY - 40 * MINUTE, hq);
  writeToday(repositories, opened);
  await until('all gates of today to wait', async () => (await hq.waiting()).length >= 6);
  await mini.stop();
  await mini.offline();
  await clock.moveTo(TODAY, hq);

  const newcomers = await Hq.start(clock.env);
  await Connector.start(newcomers, 'laptop', [new Repository('empty')], undefined, clock.env);
  const gateOf = (id: string) =>
    until(`a gate of ${id} to wait`, async () =>
      (await hq.waiting()).find(({ project_id }) => project_id === id),
    );
  return { hq, newcomers, clock, grace, repositories, builders, gateOf };
}

async function connectMachines(hq: Hq, { shop, payments, handbook }: Repositories, clock: StoryClock) {
  const tower = await Tower.start();
  const env = { ...clock.env, CODEV_TOWER_URL: tower.url, CODEV_TOWER_KEY: Tower.KEY };
  await Connector.start(hq, 'ada-laptop', [shop], undefined, env);
  await Connector.start(hq, 'build-tower', [payments], undefined, env);
  return Connector.start(hq, 'grace-mini', [handbook], undefined, env);
}

/** The one earlier decision of the project that most pictures show. */
async function decideTheSpec(
  hq: Hq,
  grace: Approver,
  builders: Builders,
  clock: StoryClock,
): Promise<WrittenGate> {
  await clock.moveTo(SPEC_OPENED, hq);
  builders.asksForTheSpec();
  const gate = await until('the spec to wait', async () =>
    (await hq.waiting()).find(({ gate: name, artifacts }) => name === 'spec-approval' && artifacts?.length),
  );
  await grace.decides('approve', gate, 'Good. Keep support’s page small: a list and one button.');
  return { name: 'spec-approval', asked: SPEC_ASKED, opened: { by: 'Grace Hopper', at: SPEC_OPENED } };
}

/** A request for changes that nobody has answered yet. */
async function writeYesterday(
  payments: Repository,
  opened: Opened,
  grace: Approver,
  clock: StoryClock,
): Promise<void> {
  const numbers = { id: '0071', title: 'Invoice numbers', phase: 'plan' };
  const asked = YESTERDAY - 30 * MINUTE;
  asks(payments, { ...numbers, gate: 'plan_to_implement', asked }, opened, 'ordinary-status.md');
  await clock.moveTo(YESTERDAY, grace.hq);
  const gate = await until('the invoice numbers to wait', async () =>
    (await grace.hq.waiting()).find(({ project_id }) => project_id === numbers.id),
  );
  await grace.decides(
    'reject',
    gate,
    'Numbers must not be reused, not even those of drafts. Please say how.',
  );
}

/** What waits in the repositories without builders. */
function writeToday({ payments, handbook }: Repositories, opened: Opened): void {
  const handover = { id: '0031', title: 'On-call handover', phase: 'plan' };
  const plan = { gate: 'plan_to_implement', asked: TODAY - 5 * HOUR };
  asks(handbook, { ...handover, ...plan }, opened, '31-status.md');
  const pause = { id: '0068', title: 'Pause a subscription', phase: 'specify' };
  const spec = { gate: 'specify_to_plan', asked: TODAY - 1.1 * DAY };
  asks(payments, { ...pause, ...spec }, opened, '68-status.md');
}

interface Asking {
  readonly id: string;
  readonly title: string;
  readonly phase: string;
  readonly gate: string;
  readonly asked: number;
}

function asks(repository: Repository, asking: Asking, opened: Opened, text: string): void {
  const { gate, asked, id } = asking;
  const gates = [...(opened.get(id) ?? []), { name: gate, asked }];
  const status = { ...asking, gates, begun: asked, updated: asked };
  repository.commit(markdownPath(asking), markdownStatus(status, paper(text)));
}

/** What the owner has set: a webhook that arrives, one that does not, and reminders. */
async function addSettings(hq: Hq): Promise<void> {
  const key = await hq.cli('keys', 'create', '--name', 'set-up', '--scopes', 'admin');
  const call = async (method: string, path: string, body: object): Promise<void> => {
    const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' };
    const response = await fetch(hq.url + path, { method, headers, body: JSON.stringify(body) });
    if (!response.ok) throw new Error(`${method} ${path} answered ${await response.text()}`);
  };
  const [wall, chat] = [await WebhookReceiver.start(), await WebhookReceiver.start()];
  chat.answers = 500;
  const kinds = ['gate_waiting', 'builder_blocked', 'decision_failed'];
  await call('POST', '/api/webhooks', {
    name: 'The wall in the office',
    url: wall.url,
    format: 'json',
    kinds,
  });
  await call('POST', '/api/webhooks', { name: 'Team chat', url: chat.url, format: 'slack', kinds });
  await call('PUT', '/api/reminders', { remind_after_minutes: 240 });
}
