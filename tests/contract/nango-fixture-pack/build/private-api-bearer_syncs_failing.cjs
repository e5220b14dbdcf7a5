module.exports.default = { type: "sync", exec: async (nango) => nango.get({ endpoint: "/missing" }) };
