module.exports.default = { type: "action", exec: async (nango) => nango.get({ endpoint: "/missing" }) };
