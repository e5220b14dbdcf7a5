import { expect, test } from "vitest";
import { asLetterError } from "./mail.ts";

test.each([
  ["a server that is not there", { code: "ESOCKET", syscall: "connect" }, "not sent"],
  ["a name that leads nowhere", { code: "EDNS" }, "not sent"],
  ["a server that asks to come later", { code: "EENVELOPE", responseCode: 451 }, "not sent"],
  ["an address that is refused", { code: "EENVELOPE", responseCode: 550 }, "refused"],
  ["a letter that is refused", { code: "EMESSAGE", responseCode: 554 }, "refused"],
  ["a connection that breaks off", { code: "ECONNECTION" }, "not known"],
  ["a server that stays silent", { code: "ETIMEDOUT" }, "not known"],
])("%s: the letter is %j", (_what, given, fate) => {
  const error = Object.assign(new Error("said so"), given);
  expect(asLetterError(error)).toMatchObject({ message: "said so", fate, cause: error });
});

test("the address that a server repeats stands in no error", () => {
  const error = Object.assign(new Error("550 5.1.1 <orders@alder-mills.example>: no such user orders@alder-mills.example"), {
    responseCode: 550,
  });
  expect(asLetterError(error).message).toBe("550 5.1.1 the address: no such user the address");
});
