import { BrowserStorage } from '../hq-client/browser-storage';
import { filterOf, paramsOf, type InboxFilter } from './inbox-filter';

const KEY = 'codev-hq.inbox-filter';
const storage = new BrowserStorage(() => localStorage);

/** What the inbox showed last in this browser. */
export function rememberedFilter(): InboxFilter {
  return filterOf(Object.fromEntries(new URLSearchParams(storage.get(KEY) ?? '')));
}

export function rememberFilter(filter: InboxFilter): void {
  const said = Object.entries(paramsOf(filter)).filter((pair): pair is [string, string] => pair[1] !== null);
  storage.put(KEY, new URLSearchParams(said).toString());
}
