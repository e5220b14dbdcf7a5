module.exports.default = {
  type: "action",
  exec: async (nango) => {
    throw new nango.ActionError({ type: "not_cancellable", message: "It has left the house" });
  },
};
