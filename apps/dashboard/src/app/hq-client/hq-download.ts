import { askHqForText, type HqTrouble } from './hq-http';

const WITHIN_MS = 120_000;

/** Saves a text of HQ's on this device. A plain link would not do: HQ gives it to its own page only. `null`: done. */
export async function downloadFromHq(path: string, name: string, type: string): Promise<HqTrouble | null> {
  const answer = await askHqForText(path, { withProof: true, timeoutMs: WITHIN_MS });
  if (!answer.ok) return answer.trouble;
  const url = URL.createObjectURL(new Blob([answer.value], { type }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  URL.revokeObjectURL(url);
  return null;
}
