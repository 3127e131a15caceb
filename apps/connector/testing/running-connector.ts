import { pino } from 'pino';
import type { Log } from '../src/connector-log.js';
import type { ConnectorConfig } from '../src/connector.config.js';
import { startConnector } from '../src/connector.js';
import { TempFolder } from './temp-repository.js';

/** Nobody is asked: no Tower listens there. */
export const NO_AGENT_FARM: ConnectorConfig['agentFarm'] = {
  farms: [{ dir: '/nonexistent/agent-farm', towerUrl: 'http://127.0.0.1:2', towerKey: undefined }],
  commands: ['send_message'],
  terminals: false,
  porchLimitMs: 20_000,
};

export interface LogLine {
  readonly level: number;
  readonly msg: string;
  readonly [field: string]: unknown;
}

/** A log that tests can read. */
export function recordedLog(): { log: Log; lines: LogLine[]; onLine: (look: () => void) => void } {
  const lines: LogLine[] = [];
  const lookers: (() => void)[] = [];
  const write = (text: string): void => {
    lines.push(JSON.parse(text) as LogLine);
    for (const look of lookers) look();
  };
  return { log: pino({ level: 'debug' }, { write }), lines, onLine: (look) => lookers.push(look) };
}

/** The whole connector in this process, on real files and sockets. */
export class RunningConnector {
  private constructor(
    readonly lines: LogLine[],
    private readonly onLine: (look: () => void) => void,
    readonly stop: () => Promise<void>,
  ) {}

  static async start(
    hqUrl: string,
    paths: readonly string[],
    dataDir: string,
    config: Partial<ConnectorConfig> = {},
  ): Promise<RunningConnector> {
    const { log, lines, onLine } = recordedLog();
    const whole: ConnectorConfig = {
      hqUrl,
      apiKey: 'test-key',
      instanceName: 'test machine',
      dataDir,
      logLevel: 'debug',
      push: false,
      agentFarm: NO_AGENT_FARM,
      paths,
      discover: false,
      ...config,
    };
    const started = await startConnector(whole, log, process.cwd());
    if (!started.ok) throw new Error(started.error);
    return new RunningConnector(lines, onLine, started.stop);
  }

  async logged(pattern: RegExp): Promise<LogLine> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error(`The log never said ${pattern.source}`)), 20_000);
      const look = (): void => {
        const line = this.lines.find(({ msg }) => pattern.test(msg));
        if (!line) return;
        clearTimeout(timer);
        resolve(line);
      };
      this.onLine(look);
      look();
    });
  }
}

/** Closes in reverse order what a test opened, also when it failed. */
export class Cleanup {
  private readonly work: (() => unknown)[] = [];

  add<T>(thing: T, close: (thing: T) => unknown): T {
    this.work.push(() => close(thing));
    return thing;
  }

  folder<T extends TempFolder>(folder: T): T {
    return this.add(folder, (each) => each.remove());
  }

  async run(): Promise<void> {
    for (const close of this.work.splice(0).reverse()) await close();
  }
}
