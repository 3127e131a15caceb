import type { StartSettings } from './start-settings.ts';

/** Where HQ is reached on this machine, also when it is bound to every interface. */
export function localUrl({ host, port }: Pick<StartSettings, 'host' | 'port'>): string {
  const reached = host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host;
  return `http://${reached.includes(':') ? `[${reached}]` : reached}:${port}`;
}
