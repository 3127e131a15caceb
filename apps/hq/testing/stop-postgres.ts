/** Jest's global tear-down. */
module.exports = async () => {
  await globalThis.codevPostgres?.stop();
};
