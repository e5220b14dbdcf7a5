import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { lockShape, packagesToAdd, type Lock } from "./complete-lock.ts";

const aLock = (packages: Lock["packages"]): Lock => ({ packages });

test("a package of another platform that the lock lacks is added with the version its user pins", () => {
  const added = packagesToAdd(
    aLock({
      "node_modules/tool": {
        version: "2.0.0",
        dev: true,
        optionalDependencies: { "@tool/linux-x64-musl": "2.0.0", "@tool/darwin-arm64": "2.0.0" },
      },
    }),
  );
  expect(added["node_modules/@tool/linux-x64-musl"]).toEqual({
    version: "2.0.0",
    os: ["linux"],
    cpu: ["x64"],
    libc: ["musl"],
    dev: true,
    optional: true,
  });
  expect(added["node_modules/@tool/darwin-arm64"]).toEqual({
    version: "2.0.0",
    os: ["darwin"],
    cpu: ["arm64"],
    dev: true,
    optional: true,
  });
});

test("one that is there, at any level a package looks at, is left alone", () => {
  const packages = {
    "node_modules/a": { version: "1.0.0", optionalDependencies: { "b-linux-x64": "1.0.0" } },
    "node_modules/a/node_modules/b-linux-x64": { version: "1.0.0" },
    "node_modules/c/node_modules/d": { version: "1.0.0", optionalDependencies: { "e-linux-x64": "1.0.0" } },
    "node_modules/e-linux-x64": { version: "1.0.0" },
  };
  expect(packagesToAdd(aLock(packages))).toEqual({});
});

test("package-lock.json lacks no package of another platform, so that npm ci takes it everywhere", () => {
  const lock = lockShape.parse(JSON.parse(readFileSync(new URL("../../package-lock.json", import.meta.url), "utf8")));
  const missing = Object.keys(packagesToAdd(lock));
  expect(missing, "run `npm run lock`").toEqual([]);
});
