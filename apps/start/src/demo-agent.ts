/**
 * Plays the coding agent in the demo repository, as a process of its own beside the connector, as on a real machine:
 * `node demo-agent.ts <repository> <content folder>`. It looks at its files each second and takes a step some seconds
 * after it has become possible.
 */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseStatusFile, writtenRequest } from '@codev-hq/status-file';
import { commitAsAgent } from './demo-repository.ts';
import { nextStep, type AgentStep } from './demo-work.ts';
import './end-with-starter.ts';

const LOOK_EVERY = 1000;
const THINKS_FOR: Readonly<Record<AgentStep['kind'], number>> = { 'move on': 4000, ask: 6000, revise: 6000 };

const [repository = '.', contentDir = '.'] = process.argv.slice(2);
const possibleSince = new Map<string, number>();

function look(): void {
  const folder = join(repository, 'codev', 'status');
  if (!existsSync(folder)) return;
  for (const name of readdirSync(folder).filter((file) => file.endsWith('.md')))
    consider(join(folder, name), name);
}

function consider(file: string, name: string): void {
  const path = join('codev', 'status', name);
  const text = readFileSync(file, 'utf8');
  const model = parseStatusFile(text, path);
  const request = (gate: string) => writtenRequest(text, path, gate);
  const step = nextStep(text, model, (phase) => workFor(model.id, phase), request, new Date());
  if (!step) {
    possibleSince.delete(name);
    return;
  }
  const since = possibleSince.get(name) ?? Date.now();
  possibleSince.set(name, since);
  if (Date.now() - since < THINKS_FOR[step.kind]) return;
  take(step, file, path, text);
  possibleSince.delete(name);
}

function take(step: AgentStep, file: string, path: string, seen: string): void {
  writeFileSync(file, step.text);
  if (commitAsAgent(repository, path, step.subject)) {
    console.log(`agent      ${step.subject}`);
    return;
  }
  writeFileSync(file, seen); // git is busy, perhaps with an approval: look again in a second
}

function workFor(id: string, phase: string): string {
  const texts = [`${id}-${phase}.md`, `${phase}.md`].map((name) => join(contentDir, 'work', name));
  const found = texts.find((path) => existsSync(path));
  return found ? readFileSync(found, 'utf8') : '';
}

setInterval(look, LOOK_EVERY);
