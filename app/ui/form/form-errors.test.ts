import { expect, test } from "vitest";
import { collectErrors, type NativeControl } from "./form-errors.ts";

const control = (name: string, valid: boolean, validationMessage = "", valueMissing = false): NativeControl => ({
  name,
  label: `Label of ${name}`,
  validationMessage,
  validity: { valid, valueMissing, tooShort: false },
});

test("the browser's complaints come by field in the order of the form, a missing value under its label", () => {
  const controls = [
    control("name", false, "Fill this in", true),
    control("desk", true),
    control("mail", false, "Needs an @"),
    control("", false, "A button"),
  ];
  expect(Object.entries(collectErrors(controls))).toEqual([
    ["name", "Label of name is missing."],
    ["mail", "Label of mail: Needs an @"],
  ]);
});

test("a value that is too short is named with the length that will do", () => {
  const short: NativeControl = {
    name: "password",
    label: "Password",
    minLength: 12,
    validationMessage: "Please lengthen this text",
    validity: { valid: false, valueMissing: false, tooShort: true },
  };
  expect(collectErrors([short])).toEqual({ password: "Password needs at least 12 characters." });
});
