/** A tab that nobody sees paints nothing: one goes on all the same. */
const AT_MOST_MS = 50;

/** Until what is drawn by now is on the screen. */
export function nextPaint(view: Window): Promise<void> {
  return new Promise((resolve) => {
    const timer = view.setTimeout(resolve, AT_MOST_MS);
    view.requestAnimationFrame(() =>
      // The frame itself is painted when its callbacks are done.
      view.setTimeout(() => {
        view.clearTimeout(timer);
        resolve();
      }),
    );
  });
}
