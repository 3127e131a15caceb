/**
 * `npm run screenshots`: a small team's HQ with all its pages and their states, on a phone and at a desk, light and
 * dark, as `tmp/screenshots/<page>-<state>-<phone|desk>-<light|dark>.png`. `SCREENSHOTS_ONLY=inbox,gate` takes what
 * begins with one of these; `SCREENSHOTS_README=1` renews the README's own in `docs/pictures`.
 */
import { cleanUp } from '../testing/scratch.ts';
import { Album, FOLDER, type Device } from './album.ts';
import type { Scene } from './scene.ts';
import { decisionScenes } from './scenes/decisions.ts';
import { inboxScenes } from './scenes/inbox.ts';
import { pageScenes } from './scenes/pages.ts';
import { readingScenes } from './scenes/reading.ts';
import { settingsScenes } from './scenes/settings.ts';
import { Studio } from './studio.ts';
import { foundTeam, type Team } from './team/team.ts';

const DEVICES: readonly Device[] = ['phone', 'desk'];
/** Each list is played in its order; the last one changes what the others show. */
const SCENES: readonly Scene[] = [
  ...inboxScenes,
  ...pageScenes,
  ...settingsScenes,
  ...readingScenes,
  ...decisionScenes,
];
const ONLY = process.env['SCREENSHOTS_ONLY']?.split(',');
const scenes = SCENES.filter(({ name }) => !ONLY || ONLY.some((start) => name.startsWith(start)));
const begun = performance.now();

const album = new Album();
const failures = await takeAll();
const missing = album.missing(scenes.map(({ name }) => name));
for (const failure of failures) console.error(failure);
if (missing.length > 0) console.error(`${missing.length} pictures are missing:\n${missing.join('\n')}`);
if (failures.length + missing.length > 0) process.exitCode = 1;
console.log(`${album.size} pictures in ${FOLDER}, after ${seconds()} s.`);

/** Answers what failed. */
async function takeAll(): Promise<readonly string[]> {
  try {
    const team = await foundTeam();
    console.log(`The team is at work after ${seconds()} s.`);
    return await play(team);
  } finally {
    await cleanUp();
  }
}

/** All scenes one after the other, each on all devices at once. One that fails does not keep the others. */
async function play(team: Team): Promise<string[]> {
  const studio = new Studio(team);
  const failed: string[] = [];
  for (const scene of scenes) {
    try {
      await playOne(studio, team, scene);
    } catch (error) {
      failed.push(`${scene.name}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  return failed;
}

async function playOne(studio: Studio, team: Team, scene: Scene): Promise<void> {
  const { name, viewer = 'ada', whole = false } = scene;
  const stages = await Promise.all(DEVICES.map((device) => studio.stage(viewer, device)));
  await scene.before?.(team, stages);
  const played = stages.map(async (stage) => {
    await scene.show(stage);
    await album.take(stage.page, name, stage.device, whole);
  });
  const ends = await Promise.allSettled(played);
  const failed = ends.find((end) => end.status === 'rejected');
  if (failed) await Promise.all(stages.map(({ page, device }) => album.keepFailure(page, name, device)));
  for (const stage of stages) await scene.after?.(stage);
  if (failed) throw failed.reason;
}

function seconds(): number {
  return Math.round((performance.now() - begun) / 1000);
}
