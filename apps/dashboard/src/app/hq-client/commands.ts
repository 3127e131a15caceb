import { inject, Service } from '@angular/core';
import type { CommandRequest } from '@codev-hq/protocol';
import { commandAnswer, type CommandAnswer } from '@codev-hq/protocol/rest';
import { askHq, type HqAnswer } from './hq-http';
import { Session } from './session';

/** How long HQ waits for the machine's last word before it answers. */
const WAIT_MS = 20_000;

/** What a person may have a machine do, as far as its owner allows. */
@Service()
export class Commands {
  private readonly session = inject(Session);

  async run(request: Omit<CommandRequest, 'wait'>): Promise<HqAnswer<CommandAnswer>> {
    const body = { ...request, wait: WAIT_MS };
    const answer = await askHq('/api/commands', commandAnswer, {
      method: 'POST',
      body,
      timeoutMs: WAIT_MS + 10_000,
    });
    if (!answer.ok && answer.trouble.kind === 'signed-out') void this.session.refresh();
    return answer;
  }
}
