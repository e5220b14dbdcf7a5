/** How one workspace writes numbers, money and times. */
export type WorkspaceFormat = {
  /** BCP 47, as "en-GB". */
  locale: string;
  /** ISO 4217, as "EUR": the currency of figures that carry none of their own. */
  currency: string;
  /** IANA, as "Europe/Berlin". */
  timeZone: string;
};

/** Used where no workspace is known yet: set-up, sign-in, the gallery. */
export const neutralFormat: WorkspaceFormat = { locale: "en-US", currency: "USD", timeZone: "UTC" };
