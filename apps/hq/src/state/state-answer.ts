import { Injectable } from '@nestjs/common';
import { randomBytes } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import { performance } from 'node:perf_hooks';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { waitsFor } from '../http/waits-for.js';
import { builderView, fileView, instanceView, type InstanceRecord } from './mirror-records.js';
import { Mirror } from './mirror.js';

/** Bytes that are written at a time, and milliseconds of writing down at a stretch: others get their turn between. */
const CHUNK = 512 * 1024;
const STRETCH = 0.5;

interface Written {
  readonly revision: number;
  readonly bytes: Buffer;
}

/**
 * `GET /api/state` as bytes, a piece at a time. What an instance has is written down again only when it has changed, and goes
 * to the socket as it is: copies of 32 MB cost more in collecting them than in making them.
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
    const parts = await this.parts();
    response.setHeader(
      'Content-Length',
      parts.reduce((sum, part) => sum + part.length, 0),
    );
    let size = 0;
    for (const part of parts) {
      const more = response.write(part);
      size += part.length;
      if (size < CHUNK) continue;
      size = 0;
      if (more) await nextTurn();
      else await drained();
      if (response.destroyed) return;
    }
    response.end();
  }

  /** All of an answer, so that its length is known and nothing has to be written into pieces of a chunked one. */
  private async parts(): Promise<Buffer[]> {
    const parts: Buffer[] = [];
    let began = performance.now();
    for (const instance of [...this.mirror.instances()]) {
      const opening = parts.length === 0 ? '{"instances":[' : ',';
      const head = JSON.stringify(instanceView(instance)).slice(0, -1);
      parts.push(Buffer.from(opening + head), this.belongings(instance));
      if (performance.now() - began < STRETCH) continue;
      await nextTurn();
      began = performance.now();
    }
    const end = `],"timestamp":"${new Date().toISOString()}"}`;
    parts.push(Buffer.from(parts.length === 0 ? `{"instances":[${end}` : end));
    return parts;
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
