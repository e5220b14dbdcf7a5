import { expect, test } from "vitest";
import { createLog } from "./log.ts";

const logged = (write: (log: ReturnType<typeof createLog>) => void): string => {
  let text = "";
  write(createLog({ process: "test", level: "info", destination: { write: (line) => void (text += line) } }));
  return text;
};

test.each(["password", "token", "secret", "authorization", "cookie", "accessToken", "refreshToken", "databaseUrl"])(
  "a value under %s is hidden at any of three depths",
  (key) => {
    const text = logged((log) => log.info({ [key]: "hidden-word", a: { [key]: "hidden-word", b: { [key]: "hidden-word" } } }, "said"));
    expect(text).not.toContain("hidden-word");
    expect(text).toContain("[hidden]");
  },
);

test("credentials in a URL are hidden in messages, errors and stacks", () => {
  const error = new Error("connect to postgres://app:hidden-word@db:5432/slipstream failed");
  const text = logged((log) => log.error({ err: error }, "cannot reach postgres://app:hidden-word@db"));
  expect(text).not.toContain("hidden-word");
  expect(text).toContain("postgres://[hidden]@db");
});

test("a token in a link is hidden", () => {
  expect(logged((log) => log.info("opened /invitation?token=hidden-word&x=1"))).not.toContain("hidden-word");
});

test("lines carry the process and what a child adds", () => {
  const line = JSON.parse(logged((log) => log.child({ requestId: "r1" }).info("hello"))) as unknown;
  expect(line).toMatchObject({ process: "test", requestId: "r1", msg: "hello" });
});
