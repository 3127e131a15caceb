// Plain JavaScript, so that an older Node can read this far and say what it needs.
const [major] = process.versions.node.split('.').map(Number);
if (major >= 24) {
  await import('./src/start.ts');
} else {
  process.stderr.write(
    `Node 24 or newer is needed, this is ${process.version}. Run it as \`npm start\` after \`npm ci\`, which brings one on Linux and Windows; elsewhere install it from https://nodejs.org.\n`,
  );
  process.exitCode = 1;
}
