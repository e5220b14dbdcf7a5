// Does what the connection's metadata says: save, merge, remove; with `full`, whatever is not saved counts as deleted.
// `codes` becomes text here, since metadata cannot hold every character.
const withText = ({ codes, ...row }) => (codes ? { ...row, text: String.fromCharCode(...codes) } : row);

module.exports.default = {
  type: "sync",
  exec: async (nango) => {
    const { save = [], merge = [], remove = [], full = false } = await nango.getMetadata();
    const checkpoint = await nango.getCheckpoint();
    if (full) await nango.trackDeletesStart("Thing");
    await nango.batchSave(save.map(withText), "Thing");
    await nango.batchUpdate(merge, "Thing");
    await nango.batchDelete(remove, "Thing");
    if (full) await nango.trackDeletesEnd("Thing");
    await nango.saveCheckpoint({ runs: (checkpoint?.runs ?? 0) + 1 });
  },
};
