// Calls `nango` step by step, [method, ...arguments] each, and tells what every step gave or threw. ["wait", ms] waits.
// A Map of the runner's own realm is no Map of this one; a vendor's or Nango's answer is told by its data.
const isMap = (value) => Object.prototype.toString.call(value) === "[object Map]";
const plain = (value) => (isMap(value) ? Object.fromEntries(value) : value?.config ? value.data : value === undefined ? null : value);
async function one(nango, [method, ...given]) {
  if (method === "wait") return new Promise((resolve) => setTimeout(() => resolve(null), given[0]));
  const found = nango[method](...given);
  if (!found || !found[Symbol.asyncIterator]) return plain(await found);
  const all = [];
  for await (const each of found) all.push(each);
  return all;
}
async function take(nango, steps) {
  const told = [];
  for (const step of steps) {
    try {
      told.push({ ok: await one(nango, step) });
    } catch (error) {
      told.push({ error: error.message });
    }
  }
  return told;
}

// With `throws`, the run fails as its last step did.
module.exports.default = {
  type: "sync",
  exec: async (nango) => {
    const { run = 1, steps = [], throws = false } = await nango.getMetadata();
    const told = await take(nango, steps);
    await nango.batchSave([{ id: String(run), told }], "Told");
    const last = told.at(-1);
    if (throws && last.error) throw new Error(last.error);
  },
};
