module.exports.default = {
  type: "action",
  exec: async () => {
    throw new TypeError("broken on purpose");
  },
};
