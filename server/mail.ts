import nodemailer from "nodemailer";

export type Letter = { to: string; subject: string; text: string };

/**
 * Sends a letter. `sent` is false when no mail server is set: the caller then shows the link to the admin instead.
 * @throws Error when the mail server refuses
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
    async send({ to, subject, text }) {
      await transport.sendMail({ from, to, subject, text });
      return { sent: true };
    },
  };
}
