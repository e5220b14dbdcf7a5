module.exports.default = { type: "action", exec: async (_nango, input) => input };
