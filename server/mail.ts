import nodemailer from "nodemailer";
import * as z from "zod";

/** `messageId`: the same letter, if it is ever sent again, carries the same one: "<id@host>". */
export type Letter = { to: string; subject: string; text: string; messageId?: string };

/**
 * A letter did not go as it should. `not sent`: the server was not reached or asks to come later. `refused`: it will never take it. `not known`:
 * the connection ended before the server said whether it has it.
 */
export class LetterError extends Error {
  readonly fate: "not sent" | "refused" | "not known";
  constructor(message: string, fate: LetterError["fate"], cause?: unknown) {
    super(message, { cause });
    this.fate = fate;
  }
}

/**
 * Sends a letter. `sent` is false when no mail server is set: the caller then shows the link to the admin instead.
 * @throws LetterError when the mail server is not reached, refuses, or breaks off
 */
export type Mailer = { send: (letter: Letter) => Promise<{ sent: boolean }> };

/** A mailer over SMTP; without a URL it sends nothing and says so. */
export function createMailer({ smtpUrl, from }: { smtpUrl: string | undefined; from: string }): Mailer {
  if (!smtpUrl) return { send: async () => ({ sent: false }) };
  const transport = nodemailer.createTransport({
    url: smtpUrl,
    // A person waits for the answer; a silent mail server must not hold it for the two minutes of the default.
    connectionTimeout: 5_000,
    greetingTimeout: 5_000,
    socketTimeout: 10_000,
  });
  return {
    async send({ to, subject, text, messageId }) {
      try {
        await transport.sendMail({ from, to, subject, text, ...(messageId === undefined ? {} : { messageId }) });
      } catch (error) {
        throw asLetterError(error);
      }
      return { sent: true };
    },
  };
}

const SmtpError = z.object({ message: z.string(), code: z.string(), responseCode: z.number(), syscall: z.string() }).partial();
/** Nothing was said to the server yet. Source: nodemailer/lib/smtp-connection, _formatError and its callers. */
const BEFORE_ANYTHING: ReadonlySet<string> = new Set(["EDNS", "EAUTH", "ECONNREFUSED"]);

const ADDRESS = /<?[^\s<>@]+@[^\s<>@]+>?/g;

/** What became of a letter, by what the server answered or how far the connection came. The address that a server repeats is left out. */
export function asLetterError(error: unknown): LetterError {
  const { message: said, code, responseCode, syscall } = SmtpError.safeParse(error).data ?? {};
  const message = (said ?? "The mail server did not take the letter.").replaceAll(ADDRESS, "the address");
  if (responseCode !== undefined && responseCode > 0) return new LetterError(message, responseCode >= 500 ? "refused" : "not sent", error);
  const isUnsent = syscall === "connect" || BEFORE_ANYTHING.has(code ?? "");
  return new LetterError(message, isUnsent ? "not sent" : "not known", error);
}
