/** What Tower holds words back for, in words that say what to do; null when it says something else, or nothing. */
export function whyHeld(said: string | undefined): string | null {
  switch (/\b(?:busy|no-profile|no-live-pty)\b/.exec(said ?? '')?.[0]) {
    case 'busy':
      return $localize`:@@ui.held.busy:Something is being typed in its terminal, or a menu is open there. The words come when the line is free; look at the terminal if that takes long.`;
    case 'no-profile':
      return $localize`:@@ui.held.no-profile:Tower does not know the program that runs in its terminal, and types nothing there. Open that terminal and tell it yourself.`;
    case 'no-live-pty':
      return $localize`:@@ui.held.no-terminal:Its terminal does not run. The words come when the builder is started again.`;
    default:
      return null;
  }
}
