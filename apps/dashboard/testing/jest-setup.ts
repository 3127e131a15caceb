import '@angular/localize/init';
import { setupZonelessTestEnv } from 'jest-preset-angular/setup-env/zoneless';
import { webcrypto } from 'node:crypto';
import { TextEncoder } from 'node:util';

setupZonelessTestEnv({ errorOnUnknownElements: true, errorOnUnknownProperties: true });

// What browsers have and jsdom does not.
Object.defineProperty(globalThis.crypto, 'subtle', { value: webcrypto.subtle });
Object.assign(globalThis, { TextEncoder });
Element.prototype.scrollIntoView = () => undefined;
