import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { ICONS, pageOf } from './icons.ts';

/** Draws the dashboard's icons from its mark: `node tools/icons/draw.ts`, after the mark has changed. */
const FOLDER = 'apps/dashboard/public/icons';

const browser = await chromium.launch({
  executablePath: process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium',
  args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
});
for (const icon of ICONS) {
  const page = await browser.newPage({ viewport: { width: icon.size, height: icon.size } });
  await page.setContent(pageOf(icon, readFileSync(icon.source, 'utf8')), { waitUntil: 'load' });
  writeFileSync(join(FOLDER, icon.file), await page.screenshot({ omitBackground: true }));
  await page.close();
  console.log(icon.file);
}
await browser.close();
