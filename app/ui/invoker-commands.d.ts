import "react";

/** HTML's invoker commands (https://html.spec.whatwg.org/#attr-button-command), which React passes on but does not type yet. */
declare module "react" {
  // oxlint-disable-next-line no-unused-vars -- a merged declaration repeats the type parameter
  interface ButtonHTMLAttributes<T> {
    command?: "show-modal" | "close" | "request-close" | undefined;
    commandfor?: string | undefined;
  }
}
