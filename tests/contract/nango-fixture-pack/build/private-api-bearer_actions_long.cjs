// Gives as many characters as it is asked for.
module.exports.default = { type: "action", exec: async (_nango, input) => "x".repeat(input.characters) };
