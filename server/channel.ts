/**
 * Posts a line where the team talks. `posted` is false when no channel is set.
 * @throws Error when the channel refuses or does not answer within 10 s; the message never holds the webhook's address, which is a secret
 */
export type Channel = { post: (message: ChannelMessage) => Promise<{ posted: boolean }> };

/** One sentence, what it is about in front of it, and the page to look at. */
export type ChannelMessage = { about: string; text: string; url: string };

const TIMEOUT_MS = 10_000; // As the mailer: a person may wait for the answer.

/** A Slack channel by its incoming webhook (https://api.slack.com/messaging/webhooks); without one it posts nothing and says so. */
export function createChannel({ webhookUrl }: { webhookUrl: string | undefined }): Channel {
  if (!webhookUrl) return { post: async () => ({ posted: false }) };
  return {
    async post({ about, text, url }) {
      const response = await fetch(webhookUrl, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ text: `*${plain(about)}*: ${plain(text)} <${url}|Look at it>` }),
        signal: AbortSignal.timeout(TIMEOUT_MS),
        redirect: "error",
      }).catch((error: unknown) => {
        throw new Error(`The Slack channel does not answer (${error instanceof Error ? error.name : "unknown"}).`);
      });
      await response.body?.cancel();
      if (!response.ok) throw new Error(`The Slack channel refused a message with status ${response.status}.`);
      return { posted: true };
    },
  };
}

/** Slack reads mentions and links between angle brackets: what a person wrote must not become one. */
const plain = (text: string): string => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
