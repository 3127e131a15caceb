import { Service } from '@angular/core';

/** The device's clipboard. Browsers keep it from pages without TLS, and people may refuse it. */
@Service()
export class Clipboard {
  async copy(text: string): Promise<boolean> {
    try {
      await navigator.clipboard.writeText(text);
      return true;
    } catch {
      return false;
    }
  }
}
