module.exports.default = {
  type: "action",
  exec: async () => {
    for (;;);
  },
};
