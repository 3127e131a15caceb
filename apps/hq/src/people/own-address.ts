import { Injectable } from '@nestjs/common';
import { HqConfig } from '../hq.config.js';

/** Where browsers find this HQ: for links, cookies and the check of `Origin`. Known once the socket is bound. */
@Injectable()
export class OwnAddress {
  private port: number;

  constructor(private readonly config: HqConfig) {
    this.port = config.port;
  }

  bound(port: number): void {
    this.port = port;
  }

  get publicUrl(): string {
    if (this.config.publicUrl) return this.config.publicUrl;
    const host = this.config.host === '0.0.0.0' || this.config.host === '::' ? '127.0.0.1' : this.config.host;
    return `http://${host.includes(':') ? `[${host}]` : host}:${this.port}`;
  }

  /** Only this machine itself reaches it. */
  get isLoopback(): boolean {
    const host = URL.parse(this.publicUrl)?.hostname ?? '';
    return host === 'localhost' || host.endsWith('.localhost') || host === '[::1]' || host.startsWith('127.');
  }

  get secure(): boolean {
    return this.publicUrl.startsWith('https:');
  }

  /** Two HQs on one host share its cookies whatever their ports, so the port is part of the name. */
  get cookieName(): string {
    return `codev_hq_${this.port}`;
  }

  /** A browser's `Origin` is compared with names HQ is known by, never with `Host`, which DNS rebinding controls. */
  isOwnOrigin(origin: string): boolean {
    const loopback = ['127.0.0.1', 'localhost', '[::1]'].map((host) => `http://${host}:${this.port}`);
    return origin === this.publicUrl || loopback.includes(origin);
  }
}
