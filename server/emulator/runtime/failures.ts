import type { HostError, RunFailure } from "./messages.ts";

/** An error of axios' shape, as functions know it from the real runner. */
export class VendorHttpError extends Error {
  readonly isAxiosError = true;
  readonly code: string;
  readonly response:
    | { status: number; statusText: string; headers: Record<string, string>; data: unknown; config: { url: string; method: string } }
    | undefined;
  readonly config: { url: string; method: string };
  readonly status: number | undefined;

  constructor(error: Extract<HostError, { kind: "http" | "network" }>) {
    super(error.kind === "http" ? `Request failed with status code ${error.status}` : error.message);
    this.name = "AxiosError";
    this.config = error.kind === "http" ? { url: error.url, method: error.method } : { url: "", method: "" };
    this.code = error.kind === "network" ? error.code : error.status >= 500 ? "ERR_BAD_RESPONSE" : "ERR_BAD_REQUEST";
    this.status = error.kind === "http" ? error.status : undefined;
    this.response =
      error.kind === "http"
        ? { status: error.status, statusText: "", headers: error.headers, data: error.data, config: this.config }
        : undefined;
  }
}

/** What a function threw, as the API tells it. The thing may come from another realm, so only its form counts. */
export function failureOf(thrown: unknown): RunFailure {
  const error: Record<string, unknown> = Object(thrown);
  if (error["type"] === "action_script_runtime_error") {
    return {
      code: "action_script_runtime_error",
      message: "The action script failed with a runtime error",
      payload: error["payload"] ?? {},
      upstream: null,
    };
  }
  if (thrown instanceof VendorHttpError) {
    if (!thrown.response)
      return { code: "script_network_error", message: null, payload: { code: thrown.code, message: thrown.message }, upstream: null };
    const { status, headers, data } = thrown.response;
    const shown = Object.fromEntries(Object.entries(headers).filter(([name]) => name === "content-type" || name.startsWith("x-rate")));
    return {
      code: "script_http_error",
      message: null,
      payload: typeof data === "object" && data !== null ? data : { message: data },
      upstream: { status, headers: shown, body: data },
    };
  }
  if (typeof error["code"] === "string" && error["payload"] !== undefined && "stack" in error) {
    return { code: error["code"], message: null, payload: error["payload"], upstream: null };
  }
  const stack =
    typeof error["stack"] === "string"
      ? error["stack"]
          .split("\n")
          .slice(1, 6)
          .map((line) => line.trim())
      : [];
  const name = typeof error["name"] === "string" ? error["name"] : "Error";
  const message = typeof error["message"] === "string" ? error["message"] : String(thrown);
  return { code: "script_internal_error", message: null, payload: { name, message, stacktrace: stack }, upstream: null };
}
