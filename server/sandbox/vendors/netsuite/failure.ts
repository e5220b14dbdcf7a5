import { jsonReply } from "../../door.ts";
import type { Reply } from "../../door.ts";

/** An error in the vendor's own shape. */
export function failure(status: number, code: string, detail: string, headers: Readonly<Record<string, string>> = {}): Reply {
  return jsonReply(
    status,
    {
      type: "about:blank",
      title: status === 404 ? "Not Found" : "Bad Request",
      status,
      "o:errorDetails": [{ detail, "o:errorCode": code }],
    },
    headers,
  );
}
