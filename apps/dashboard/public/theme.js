// Runs before anything is drawn, and so is not part of the app: the theme that was chosen on this device holds from the
// first moment on. The app does everything else about it in `device/theme.ts`.
try {
  const theme = localStorage.getItem('codev-hq.theme');
  if (theme === 'light' || theme === 'dark') document.documentElement.dataset.theme = theme;
} catch {
  // A browser that keeps nothing shows what its system has.
}
