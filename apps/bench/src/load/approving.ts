import { Agent, request } from 'node:http';
import { performance } from 'node:perf_hooks';
import { percentiles, type Percentiles } from '../figures/percentiles.ts';
import type { Fleet } from './fleet.ts';
import type { Machine } from './machine.ts';

export interface Delivered {
  /** From the request to the frame on the machine's socket. */
  readonly delivered: Percentiles;
  /** From the request to HQ's answer that the decision is recorded. */
  readonly answered: Percentiles;
}

/** One person decides at the gate of one machine after the other. */
export async function approve(
  fleet: Fleet,
  { url, key, count }: { url: string; key: string; count: number },
): Promise<Delivered> {
  const agent = new Agent({ keepAlive: true });
  const delivered: number[] = [];
  const answered: number[] = [];
  for (const machine of fleet.machines.slice(0, count)) {
    const arrival = arrivalAt(fleet, machine);
    const started = performance.now();
    const answer = post(agent, `${url}/api/approve`, key, JSON.stringify(machine.decision()));
    answered.push((await answer) - started);
    delivered.push((await arrival) - started);
  }
  agent.destroy();
  return { delivered: percentiles(delivered), answered: percentiles(answered) };
}

function arrivalAt(fleet: Fleet, machine: Machine): Promise<number> {
  return new Promise((resolve) => {
    fleet.onApproval = (approved) => {
      if (approved === machine) resolve(performance.now());
    };
  });
}

function post(agent: Agent, url: string, key: string, body: string): Promise<number> {
  const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' };
  return new Promise((resolve, reject) => {
    const sent = request(url, { agent, method: 'POST', headers }, (response) => {
      let said = '';
      response.setEncoding('utf8').on('data', (chunk: string) => (said += chunk));
      response.on('end', () => {
        if (response.statusCode === 200) resolve(performance.now());
        else reject(new Error(`POST /api/approve answered ${response.statusCode ?? ''}: ${said}`));
      });
    });
    sent.on('error', reject);
    sent.end(body);
  });
}
