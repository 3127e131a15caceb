/**
 * A browser may refuse storage by throwing, on access as well as on use (private windows, a full quota). What is put
 * is therefore held in memory too, and lasts at least as long as the page.
 */
export class BrowserStorage {
  private readonly held = new Map<string, string>();

  constructor(private readonly open: () => Storage) {}

  get(key: string): string | null {
    return this.attempt((storage) => storage.getItem(key)) ?? this.held.get(key) ?? null;
  }

  put(key: string, value: string): void {
    this.held.set(key, value);
    this.attempt((storage) => storage.setItem(key, value));
  }

  remove(key: string): void {
    this.held.delete(key);
    this.attempt((storage) => storage.removeItem(key));
  }

  private attempt<T>(use: (storage: Storage) => T): T | null {
    try {
      return use(this.open());
    } catch {
      return null;
    }
  }
}
