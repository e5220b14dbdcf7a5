/** What a provider entry may name in its templates. */
export type Names = { connectionConfig: Record<string, unknown>; credentials: Record<string, unknown> };

const VARIABLE = /\$\{((?:connectionConfig|credentials)\.\w+|apiKey|accessToken|username|password)\}/g;

/**
 * Fills ${connectionConfig.x}, ${credentials.x}, ${apiKey}, ${accessToken} and ${base64(...)} in a template of a provider entry.
 * "a || b" takes b when a variable of a is missing.
 *
 * @returns null when a variable is missing and there is no alternative
 */
export function interpolate(template: string, names: Names): string | null {
  for (const alternative of template.split("||")) {
    const filled = fill(alternative.trim(), names);
    if (filled !== null) return filled;
  }
  return null;
}

function fill(template: string, names: Names): string | null {
  let isMissing = false;
  // Outside first: a password may hold the very characters that end the expression.
  const encoded = template.replaceAll(/\$\{base64\((.*)\)\}/g, (_match, inner: string) => {
    const text = fill(inner, names);
    if (text === null) isMissing = true;
    return Buffer.from(text ?? "").toString("base64");
  });
  const filled = encoded.replaceAll(VARIABLE, (_match, name: string) => {
    const value = valueOf(name, names);
    if (value === null) isMissing = true;
    return value ?? "";
  });
  return isMissing ? null : filled;
}

function valueOf(name: string, names: Names): string | null {
  const [scope, key] = name.includes(".") ? name.split(".") : ["credentials", name === "accessToken" ? "access_token" : name];
  const value = (scope === "connectionConfig" ? names.connectionConfig : names.credentials)[key ?? ""];
  return typeof value === "string" || typeof value === "number" ? String(value) : null;
}
