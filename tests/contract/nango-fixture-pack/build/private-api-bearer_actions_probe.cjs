// What a function finds around it.
module.exports.default = {
  type: "action",
  exec: async () => {
    const attempt = (work) => {
      try {
        work();
        return "works";
      } catch (error) {
        return error.message;
      }
    };
    return {
      there: [typeof Buffer, typeof setTimeout, typeof URL, typeof URLSearchParams, typeof Promise, typeof Intl, typeof console.log],
      missing: [
        typeof fetch, typeof TextEncoder, typeof structuredClone, typeof AbortController, typeof atob, typeof setInterval, typeof clearTimeout,
        typeof setImmediate, typeof queueMicrotask, typeof process, typeof crypto, typeof performance,
      ], // prettier-ignore
      requireZod: attempt(() => require("zod")),
      requireCrypto: attempt(() => require("crypto")),
      requireNodeCrypto: attempt(() => require("node:crypto")),
      requireFs: attempt(() => require("fs")),
      // oxlint-disable-next-line typescript/no-implied-eval -- that it is refused is what is probed
      codeFromStrings: attempt(() => new Function("return 1")()),
    };
  },
};
