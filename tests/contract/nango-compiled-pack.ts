export { compiledPack } from "#server/start/compiled-pack.ts";
