import type { BrowserContextOptions, Page } from 'playwright-core';
import { ADA, DESK, newPage, PHONE, signInByLink } from '../testing/browser.ts';
import type { Hq } from '../testing/hq.ts';
import type { Device } from './album.ts';
import type { Team } from './team/team.ts';

/** Who looks at a page; what they see depends on it. */
export type Viewer = 'ada' | 'stranger' | 'german' | 'newcomer';

/** A page before the camera. */
export interface Stage {
  readonly page: Page;
  readonly device: Device;
  readonly hq: Hq;
  readonly team: Team;
  readonly go: (path: string) => Promise<void>;
}

const DEVICES: Record<Device, BrowserContextOptions> = {
  phone: {
    ...PHONE,
    userAgent:
      'Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Mobile/15E148 Safari/604.1',
  },
  desk: {
    ...DESK,
    userAgent:
      'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36',
  },
};
const HERE = { locale: 'en-GB', timezoneId: 'Europe/Berlin' };

/** Keeps a page for each viewer and device. */
export class Studio {
  readonly #stages = new Map<string, Promise<Stage>>();

  readonly #team: Team;
  /** Pages are opened one after the other: until somebody has signed in, a new link takes back the one before it. */
  #opened: Promise<unknown> = Promise.resolve();

  constructor(team: Team) {
    this.#team = team;
  }

  stage(viewer: Viewer, device: Device): Promise<Stage> {
    const key = `${viewer} ${device}`;
    const known = this.#stages.get(key);
    if (known) return known;
    const stage = this.#opened.then(() => this.#open(viewer, device));
    this.#opened = stage.catch(() => undefined);
    this.#stages.set(key, stage);
    return stage;
  }

  async #open(viewer: Viewer, device: Device): Promise<Stage> {
    const hq = viewer === 'newcomer' ? this.#team.newcomers : this.#team.hq;
    const options = { ...DEVICES[device], ...HERE, ...(viewer === 'german' && { locale: 'de-DE' }) };
    const page = viewer === 'stranger' ? await newPage(options) : await signInByLink(hq, ADA, options);
    await page.addInitScript(shiftDate, this.#team.clock.shift);
    const go = async (path: string) => {
      await page.goto(hq.url + path);
    };
    return { page, device, hq, team: this.#team, go };
  }
}

/** The page's clock goes with HQ's. */
function shiftDate(shift: number): void {
  const RealDate = Date;
  const now = () => RealDate.now() + shift;
  globalThis.Date = new Proxy(RealDate, {
    get: (target, name) => (name === 'now' ? now : (Reflect.get(target, name) as unknown)),
    construct: (target, args, newTarget) =>
      Reflect.construct(target, args.length === 0 ? [now()] : args, newTarget) as object,
  });
}
