const { mkdirSync } = require('node:fs');
const { join } = require('node:path');
const { TestEnvironment } = require('jest-environment-node');

const FOLDER = join(__dirname, '..', '..', '..', 'tmp', 'e2e');

/** Leaves a picture of every open page when a test fails: `tmp/e2e/<test>-<n>.png`. */
module.exports = class ScreenshotEnvironment extends TestEnvironment {
  async setup() {
    await super.setup();
    this.global.openPages = new Set();
  }

  async handleTestEvent(event) {
    if (event.name !== 'test_fn_failure' && event.name !== 'hook_failure') return;
    mkdirSync(FOLDER, { recursive: true });
    const title = (event.test?.name ?? 'hook').replace(/[^\w]+/g, '-').slice(0, 80);
    let number = 0;
    for (const page of this.global.openPages) {
      number += 1;
      if (!page.isClosed())
        await page.screenshot({ path: join(FOLDER, `${title}-${number}.png`), fullPage: true });
    }
  }
};
