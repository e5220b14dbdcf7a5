import { createCipheriv, createDecipheriv, createHash, randomBytes } from "node:crypto";

/** Encrypts what must not be readable in the database, and reads it again. */
export type Seal = { seal: (value: unknown) => Buffer; open: (sealed: Buffer) => unknown };

/**
 * AES-256-GCM over JSON: nonce, tag, text. A changed byte makes opening fail.
 *
 * @param encryptionKey at least 32 characters of secret
 */
export function sealWith(encryptionKey: string): Seal {
  if (encryptionKey.length < 32) throw new Error("The encryption key needs at least 32 characters.");
  const key = createHash("sha256").update(encryptionKey).digest();
  return {
    seal: (value) => {
      const nonce = randomBytes(12);
      const cipher = createCipheriv("aes-256-gcm", key, nonce);
      const text = Buffer.concat([cipher.update(JSON.stringify(value), "utf8"), cipher.final()]);
      return Buffer.concat([nonce, cipher.getAuthTag(), text]);
    },
    open: (sealed) => {
      const decipher = createDecipheriv("aes-256-gcm", key, sealed.subarray(0, 12));
      decipher.setAuthTag(sealed.subarray(12, 28));
      const text = Buffer.concat([decipher.update(sealed.subarray(28)), decipher.final()]);
      const value: unknown = JSON.parse(text.toString("utf8"));
      return value;
    },
  };
}

/** What is stored of a token that only needs to be recognised. */
export function hashOf(token: string): Buffer {
  return createHash("sha256").update(token).digest();
}
