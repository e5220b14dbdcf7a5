import { describe, expect, test } from "vitest";
import { readSettings } from "./settings.ts";

const least = { DATABASE_URL: "postgres://app:hidden-word@db:5432/slipstream", SLIPSTREAM_SECRET: "0123456789abcdef0123456789abcdef" };

describe("settings", () => {
  test("two variables are enough; the rest has defaults", () => {
    expect(readSettings(least)).toMatchObject({
      port: 3000,
      host: "127.0.0.1",
      publicUrl: "http://localhost:3000",
      uploadLimitBytes: 512 * 1024 * 1024,
      demoOffered: true,
    });
  });

  test("an empty variable counts as not set", () => {
    expect(readSettings({ ...least, PORT: "", SMTP_URL: "" })).toMatchObject({ port: 3000, smtpUrl: undefined });
  });

  test("every variable that is missing or wrong is named at once, and no value is repeated", () => {
    const wrong = { DATABASE_URL: "mysql://root:hidden-word@db", PORT: "99999", SMTP_URL: "mail.example.com", UPLOAD_LIMIT_MB: "0" };
    expect(() => readSettings(wrong)).toThrow(
      /DATABASE_URL[\s\S]*PORT[\s\S]*SLIPSTREAM_SECRET: is missing[\s\S]*SMTP_URL[\s\S]*UPLOAD_LIMIT_MB/,
    );
    expect(() => readSettings(wrong)).not.toThrow(/hidden-word/);
  });

  test("a short secret is refused with how to make a long one", () => {
    expect(() => readSettings({ ...least, SLIPSTREAM_SECRET: "short" })).toThrow(/openssl rand -hex 32/);
  });

  test("the public address keeps no slash at its end", () => {
    expect(readSettings({ ...least, SLIPSTREAM_URL: "https://ops.example.com/" }).publicUrl).toBe("https://ops.example.com");
  });
});
