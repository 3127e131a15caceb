/**
 * Loaded before the main file of a part (`node --import`): the channel to the starter closes also when that is killed
 * with -9, and then nobody is left who would stop this process. HQ's own main file does the same.
 */
if (process.connected) {
  process.channel?.unref();
  process.once('disconnect', () => process.kill(process.pid, 'SIGTERM'));
}
