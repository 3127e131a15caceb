import { pageTurn } from '../../ui/page-turn';

/** What renders Markdown, fetched when there is something to render. Reading the script is a piece of work of its own. */
export async function markdown(): Promise<typeof import('./markdown')> {
  const script = await import('./markdown');
  await pageTurn();
  return script;
}
