/** One request as the sandbox's doors see it. */
export interface Request {
  method: string;
  path: string;
  query: URLSearchParams;
  /** Names in lower case. */
  headers: Readonly<Record<string, string | undefined>>;
  body: string;
}

/** What a fault does to the wire after the answer is known. */
export type WireFault = "cut" | "trickle";

export interface Reply {
  status: number;
  headers: Readonly<Record<string, string>>;
  body: string;
  wire?: WireFault;
}

/** One vendor, or the control desk: answers the paths that are its own, null for all others. */
export interface Door {
  answer(request: Request): Promise<Reply | null>;
}

export function jsonReply(status: number, body: unknown, headers: Readonly<Record<string, string>> = {}): Reply {
  return { status, headers: { "content-type": "application/json; charset=utf-8", ...headers }, body: JSON.stringify(body) };
}

export function htmlReply(status: number, body: string): Reply {
  return {
    status,
    headers: {
      "content-type": "text/html; charset=utf-8",
      "content-security-policy": "default-src 'none'; style-src 'unsafe-inline'",
      "x-content-type-options": "nosniff",
      "cache-control": "no-store",
    },
    body,
  };
}
