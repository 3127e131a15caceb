import { Injectable } from '@nestjs/common';
import { randomBytes } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import { performance } from 'node:perf_hooks';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { builderView, fileView, instanceView, type InstanceRecord } from './mirror-records.js';
import { Mirror } from './mirror.js';

/** Bytes that are written at a time, and milliseconds of writing down at a stretch: others get their turn between. */
const CHUNK = 512 * 1024;
const STRETCH = 2;

interface Written {
  readonly revision: number;
  readonly bytes: Buffer;
}

/**
 * `GET /api/state` as bytes, a piece at a time. What an instance has is written down again only when it has changed; the
 * rest of an answer is copying.
 */
@Injectable()
export class StateAnswer {
  private readonly epoch = randomBytes(6).toString('hex');
  private readonly written = new WeakMap<InstanceRecord, Written>();

  constructor(private readonly mirror: Mirror) {}

  /** Weak: the same tag, the same state, but for when machines were last heard. */
  get tag(): string {
    return `W/"${this.epoch}-${this.mirror.revision}"`;
  }

  async send(response: ServerResponse): Promise<void> {
    const drained = waitsFor(response);
    let parts: Buffer[] = [Buffer.from('{"instances":[')];
    let size = 0;
    let first = true;
    let began = performance.now();
    for (const instance of [...this.mirror.instances()]) {
      const head = Buffer.from(`${first ? '' : ','}${JSON.stringify(instanceView(instance)).slice(0, -1)}`);
      const belongings = this.belongings(instance);
      parts.push(head, belongings);
      size += head.length + belongings.length;
      first = false;
      if (size < CHUNK && performance.now() - began < STRETCH) continue;
      if (!response.write(Buffer.concat(parts))) await drained();
      else await nextTurn();
      if (response.destroyed) return;
      parts = [];
      size = 0;
      began = performance.now();
    }
    parts.push(Buffer.from(`],"timestamp":"${new Date().toISOString()}"}`));
    response.end(Buffer.concat(parts));
  }

  /** An instance's files and builders, and the end of its object. */
  private belongings(instance: InstanceRecord): Buffer {
    const known = this.written.get(instance);
    if (known?.revision === instance.revision) return known.bytes;
    const files = Array.from(instance.files.values(), (file) => fileView(file, 'full'));
    const builders = Array.from(instance.builders.values(), builderView);
    const text = `,"status_files":${JSON.stringify(files)},"builders":${JSON.stringify(builders)}}`;
    const bytes = Buffer.from(text);
    this.written.set(instance, { revision: instance.revision, bytes });
    return bytes;
  }
}

/** Waits for a response to take more; one listener for all waits, since compression never takes a listener off again. */
function waitsFor(response: ServerResponse): () => Promise<void> {
  let goOn = (): void => undefined;
  response.on('drain', () => {
    goOn();
  });
  response.once('close', () => {
    goOn();
  });
  return () =>
    new Promise((resolve) => {
      goOn = resolve;
      if (response.destroyed) resolve();
    });
}
