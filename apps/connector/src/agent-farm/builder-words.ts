/** What builders are told. It is typed into their terminals, so it holds nothing a terminal would act on. */

/** As porch itself wakes a builder. */
export function gateOpened(gate: string): string {
  return typeable(`Gate ${gate} approved — please run \`porch next\` to advance.`);
}

export interface RequestedChanges {
  readonly projectId: string;
  readonly gate: string;
  readonly by: string;
  readonly comment: string;
}

export function changesRequested({ projectId, gate, by, comment }: RequestedChanges): string {
  const head = `${by} requests changes before gate ${gate} of ${projectId} is approved:`;
  return `${typeable(head).replaceAll('\n', ' ')}\n\n${typeable(comment)}`;
}

/** Line breaks stay; every other control character, escape sequences among them, goes. */
export function typeable(text: string): string {
  return text
    .replaceAll(/\r\n?|[\u0085\u2028\u2029]/g, '\n')
    .replaceAll(/[^\P{Cc}\n]/gu, ' ')
    .trim();
}
