import { Service } from '@angular/core';

const NAME = 'codev-hq.read-here';
const VERSION = 1;

/** What this device keeps of what was read on it. */
export const STORES = ['texts', 'kept', 'looks', 'places', 'state'] as const;
export type StoreName = (typeof STORES)[number];

/**
 * A store of values by key in this browser. One that refuses (private windows, no space, none at all) leaves memory,
 * which lasts as long as the page.
 */
@Service()
export class DeviceDatabase {
  private readonly held = new Map<string, unknown>();
  private opening: Promise<IDBDatabase | null> | undefined;

  async get(store: StoreName, key: string): Promise<unknown> {
    const held = this.held.get(`${store} ${key}`);
    if (held !== undefined) return held;
    const found = await this.attempt<unknown>(store, 'readonly', (entries) => entries.get(key));
    return found ?? undefined;
  }

  async put(store: StoreName, key: string, value: unknown): Promise<void> {
    const written = await this.attempt(store, 'readwrite', (entries) => entries.put(value, key));
    if (written === null) this.held.set(`${store} ${key}`, value);
  }

  async remove(store: StoreName, key: string): Promise<void> {
    this.held.delete(`${store} ${key}`);
    await this.attempt(store, 'readwrite', (entries) => entries.delete(key));
  }

  async all(store: StoreName): Promise<unknown[]> {
    const held = [...this.held].flatMap(([key, value]) => (key.startsWith(`${store} `) ? [value] : []));
    const found = await this.attempt<unknown[]>(store, 'readonly', (entries) => entries.getAll());
    return [...held, ...(found ?? [])];
  }

  /** Everything, for good. */
  async forget(): Promise<void> {
    this.held.clear();
    for (const store of STORES) await this.attempt(store, 'readwrite', (entries) => entries.clear());
  }

  private async attempt<T>(
    store: StoreName,
    mode: IDBTransactionMode,
    ask: (entries: IDBObjectStore) => IDBRequest<T>,
  ): Promise<T | null> {
    const database = await (this.opening ??= opened());
    if (!database) return null;
    try {
      return await answered(ask(database.transaction(store, mode).objectStore(store)));
    } catch {
      return null;
    }
  }
}

async function opened(): Promise<IDBDatabase | null> {
  try {
    const request = indexedDB.open(NAME, VERSION);
    request.onupgradeneeded = () => {
      for (const store of STORES) request.result.createObjectStore(store);
    };
    return await answered(request);
  } catch {
    return null;
  }
}

function answered<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(new Error('This browser refused.', { cause: request.error }));
  });
}
