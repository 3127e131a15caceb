import type { IncomingMessage } from 'node:http';
import { createHash } from 'node:crypto';
import type { Envelope } from '@codev-hq/protocol';
import type { WebSocket } from 'ws';
import { FakeBaseHq } from './fake-base-hq.js';

type Payload = Record<string, unknown>;

/** An HQ with extensions that does what a test tells it: keeps a mirror by digest, refuses, limits, falls silent. */
export class ScriptedHq extends FakeBaseHq {
  features: string[] = ['decision_response', 'manifest', 'deleted'];
  welcomeExtras: Payload = {};
  /** HTTP statuses for the next upgrades. */
  refusals: number[] = [];
  /** Answers nothing at all, not even pings. */
  silent = false;
  /** Answers to give instead of success, in order, by message type. */
  readonly instead: Record<string, Payload[]> = {};
  /** Contents by path, as a mirror has them. */
  readonly mirror = new Map<string, string>();
  readonly arrivals: number[] = [];

  protected override refusal(_request: IncomingMessage): number | undefined {
    return this.refusals.shift();
  }

  protected override welcome(): Payload {
    return { message: 'Connected to CODEV_HQ', protocol: 1, features: this.features, ...this.welcomeExtras };
  }

  protected override receive(client: WebSocket, message: Envelope): void {
    this.arrivals.push(performance.now());
    if (this.silent) return;
    const other = this.instead[message.type]?.shift();
    if (other) client.send(JSON.stringify({ type: 'response', id: message.id, ts: Date.now(), ...other }));
    else this.serve(client, message);
  }

  private serve(client: WebSocket, message: Envelope): void {
    const { type, payload } = message;
    if (type === 'ping' || type === 'register') {
      super.receive(client, message);
    } else if (type === 'status_update') {
      const path = String(payload['status_file']);
      if (payload['deleted'] === true) this.mirror.delete(path);
      else this.mirror.set(path, String(payload['content']));
      this.answer(client, message.id, {});
    } else if (type === 'sync_response') {
      this.answer(client, message.id, { wanted: this.reconcile(payload) });
    }
  }

  /** Drops what is not listed and asks for what is missing or different. */
  private reconcile(payload: Payload): { path: string; worktree?: string }[] {
    const listed = payload['status_files'] as { path: string; worktree?: string; digest?: string }[];
    const paths = new Set(listed.map(({ path }) => path));
    for (const path of [...this.mirror.keys()]) if (!paths.has(path)) this.mirror.delete(path);
    return listed
      .filter(({ path, digest }) => digest === undefined || digest !== this.digestOf(path))
      .map(({ path, worktree }) => ({ path, ...(worktree !== undefined && { worktree }) }));
  }

  private digestOf(path: string): string | undefined {
    const content = this.mirror.get(path);
    return content === undefined ? undefined : createHash('sha256').update(content).digest('hex');
  }
}
