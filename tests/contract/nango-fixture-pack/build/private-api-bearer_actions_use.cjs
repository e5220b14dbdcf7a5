// Reads one property of `nango` by the name given.
module.exports.default = { type: "action", exec: async (nango, input) => ({ type: typeof nango[input.name] }) };
