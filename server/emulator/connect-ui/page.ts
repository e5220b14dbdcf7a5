import Nango, { AuthError } from "@nangohq/frontend";

/** A field that a provider's entry asks of the person. */
type Field = {
  title?: string;
  description?: string;
  example?: string;
  pattern?: string;
  prefix?: string;
  suffix?: string;
  optional?: boolean;
  secret?: boolean;
  automated?: boolean;
  /** The only values that the vendor knows. */
  enum?: string[];
  default_value?: string;
};
/** Examples that stand in place of the providers' own, by provider and field. */
type Examples = Record<string, Record<string, string>>;
type Integration = { unique_key: string; provider: string; display_name: string };
type Provider = {
  display_name: string;
  auth_mode: string;
  connection_config?: Record<string, Field>;
  credentials?: Record<string, Field>;
  proxy?: { base_url?: string };
};
type Session = {
  allowed_integrations?: string[];
  integrations_config_defaults?: Record<string, { connection_config?: Record<string, unknown> }>;
  isReconnecting?: boolean;
  websocketsPath?: string;
};

const query = new URLSearchParams(location.search);
const apiUrl = (query.get("apiURL") ?? location.origin).replace(/\/$/, "");
const detectClosedAuthWindow = query.get("detectClosedAuthWindow") !== "false";
const theme = query.get("theme");
if (theme === "light" || theme === "dark") document.documentElement.dataset["theme"] = theme;

const content = byId("content");
const status = byId("status");
const problem = byId("problem");
let token = query.get("session_token");
let session: Session = {};

byId("close").addEventListener("click", close);
addEventListener("keydown", (event) => {
  if (event.key === "Escape") close();
});

if (token) void begin();
else {
  addEventListener("message", (event) => {
    const data: { type?: unknown; sessionToken?: unknown } | null = event.data;
    // The page that opened us is the only one that may say for whom.
    if (event.source !== parent || token || data?.type !== "session_token" || typeof data.sessionToken !== "string") return;
    token = data.sessionToken;
    void begin();
  });
  tell({ type: "ready" });
}

async function begin(): Promise<void> {
  try {
    session = await get<Session>("/connect/session");
    const integrations = await get<Integration[]>("/integrations");
    const [only] = integrations;
    if (!only) return fail("There is no system to connect. Ask whoever runs this workspace to set one up.", "no_integrations");
    if (integrations.length === 1) await open(only);
    else choose(integrations);
  } catch {
    fail("This link is over. Close this window and begin again.", "session_expired");
  }
}

function choose(integrations: Integration[]): void {
  title("Which system do you want to connect?");
  status.textContent = "";
  const list = document.createElement("ul");
  for (const integration of integrations) {
    const item = document.createElement("li");
    const button = element("button", { type: "button", className: "choice", textContent: integration.display_name });
    button.addEventListener("click", () => void open(integration));
    item.append(button);
    list.append(item);
  }
  content.replaceChildren(list);
}

async function open(integration: Integration): Promise<void> {
  const provider = await get<Provider>(`/providers/${integration.provider}`);
  const examples = (await sandboxExamples())[integration.provider] ?? {};
  const withExample = (name: string, field: Field): Field => {
    const example = examples[name];
    return example === undefined ? field : { ...field, example };
  };
  title(`${session.isReconnecting ? "Connect again" : "Connect"}: ${integration.display_name}`);
  status.textContent = "";
  const known = session.integrations_config_defaults?.[integration.unique_key]?.connection_config ?? {};
  const form = document.createElement("form");
  form.noValidate = true;
  const read = [
    ...Object.entries(provider.connection_config ?? {}).flatMap(([name, field]) =>
      name in known || field.automated ? [] : [addField(form, "params", name, withExample(name, field), provider)],
    ),
    ...credentialFields(provider).map(([name, field]) => addField(form, "credentials", name, withExample(name, field), provider)),
  ];
  const usesWindow = provider.auth_mode === "OAUTH2";
  const submit = element("button", {
    type: "submit",
    className: "main",
    textContent: usesWindow ? `Continue to ${integration.display_name}` : "Connect",
  });
  form.append(submit);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const values = read.map((field) => field());
    const wrong = values.filter((value) => value.input.getAttribute("aria-invalid") === "true");
    problem.textContent = wrong.map(({ complaint }) => complaint).join(" ");
    if (wrong[0]) return wrong[0].input.focus();
    submit.disabled = true;
    status.textContent = usesWindow ? "Go on in the window that has opened." : "Checking…";
    void connect(integration, provider, values).finally(() => {
      submit.disabled = false;
    });
  });
  content.replaceChildren(form);
  const first = form.querySelector<HTMLElement>("input, select");
  if (first) first.focus();
  else submit.focus();
}

type Value = {
  group: "params" | "credentials";
  name: string;
  text: string;
  input: HTMLInputElement | HTMLSelectElement;
  complaint: string;
};

async function connect(integration: Integration, provider: Provider, values: Value[]): Promise<void> {
  const nango = new Nango({ host: apiUrl, websocketsPath: session.websocketsPath ?? "/", connectSessionToken: token ?? "" });
  const group = (name: Value["group"]) =>
    Object.fromEntries(values.filter((value) => value.group === name && value.text !== "").map((value) => [value.name, value.text]));
  const params = group("params");
  const credentials = group("credentials");
  try {
    const result =
      provider.auth_mode === "NONE"
        ? await nango.create(integration.unique_key, { params })
        : provider.auth_mode === "OAUTH2"
          ? await nango.auth(integration.unique_key, { params, detectClosedAuthWindow })
          : await nango.auth(integration.unique_key, { params, credentials: credentialsOf(provider, credentials), detectClosedAuthWindow });
    title("Connected");
    status.textContent = `${integration.display_name} is connected. You can close this window.`;
    content.replaceChildren();
    tell({ type: "connect", payload: { providerConfigKey: result.providerConfigKey, connectionId: result.connectionId } });
  } catch (error) {
    const type = error instanceof AuthError ? error.type : "unknown_error";
    status.textContent = "";
    fail(sentenceFor(type, error instanceof Error ? error.message : ""), type);
  }
}

type Given = { apiKey: string } | { username: string; password: string } | { token_id: string; token_secret: string };

function credentialsOf(provider: Provider, given: Record<string, string>): Given {
  if (provider.auth_mode === "TBA") return { token_id: given["token_id"] ?? "", token_secret: given["token_secret"] ?? "" };
  return provider.auth_mode === "API_KEY"
    ? { apiKey: given["apiKey"] ?? "" }
    : { username: given["username"] ?? "", password: given["password"] ?? "" };
}

function sentenceFor(type: string, message: string): string {
  if (type === "window_closed") return "The window was closed before the connection was made. Nothing was connected.";
  // The SDK says so, too, of a window that was closed before it led anywhere.
  if (type === "blocked_by_browser")
    return "The window is not there: it was closed at once, or the browser blocked it. Allow windows for this page, then try again.";
  if (type === "connection_test_failed") return "The system did not accept these credentials. Check them and try again.";
  if (type === "unknown_connect_session_token") return "This link is over. Close this window and begin again.";
  if (message.includes("access_denied")) return "Access was not granted. Nothing was connected.";
  return message || "The connection was not made. Try again.";
}

function credentialFields(provider: Provider): [string, Field][] {
  if (provider.credentials) return Object.entries(provider.credentials).filter(([, field]) => !field.automated);
  if (provider.auth_mode === "API_KEY") return [["apiKey", { title: "API key", secret: true }]];
  if (provider.auth_mode === "BASIC") return [["username", { title: "User name" }], ["password", { title: "Password", secret: true }]]; // prettier-ignore
  if (provider.auth_mode === "TBA") return [["token_id", { title: "Token ID" }], ["token_secret", { title: "Token secret", secret: true }]]; // prettier-ignore
  return [];
}

/** Adds a labelled field and returns how to read it. */
function addField(form: HTMLFormElement, group: Value["group"], name: string, field: Field, provider: Provider): () => Value {
  const id = `${group}-${name}`;
  const label = element("label", { htmlFor: id, textContent: (field.title ?? name) + (field.optional ? " (optional)" : "") });
  const hintText = [field.description, field.example ? `Example: ${field.example}` : ""].filter(Boolean).join(". ");
  const hint = element("p", { id: `${id}-hint`, className: "hint", textContent: hintText });
  const isSecret = group === "credentials" && /key|password|secret|token/i.test(name);
  const input = field.enum
    ? choiceOf(field.enum, { id, name, field, provider })
    : element("input", {
        id,
        name,
        type: isSecret ? "password" : "text",
        autocomplete: "off",
        spellcheck: false,
        required: !field.optional,
      });
  if (hintText) input.setAttribute("aria-describedby", hint.id);
  const row = element("div", { className: "field" });
  row.append(field.prefix ?? "", input, field.suffix ?? "");
  form.append(label, hint, row);
  return () => {
    // People paste the whole address where its first part is asked for.
    let text = input.value.trim();
    if (field.prefix && text.startsWith(field.prefix)) text = text.slice(field.prefix.length);
    if (field.suffix && text.replace(/\/$/, "").endsWith(field.suffix)) text = text.replace(/\/$/, "").slice(0, -field.suffix.length);
    const isMissing = text === "" && !field.optional;
    const isWrong = text !== "" && field.pattern !== undefined && !new RegExp(field.pattern).test(text);
    input.setAttribute("aria-invalid", String(isMissing || isWrong));
    const called = field.title ?? name;
    return { group, name, text, input, complaint: isMissing ? `${called} is needed.` : `${called} does not have the right form.` };
  };
}

/** A list of the values that the vendor knows, each with the address that it leads to where the vendor's entry tells one. */
function choiceOf(
  values: readonly string[],
  { id, name, field, provider }: { id: string; name: string; field: Field; provider: Provider },
): HTMLSelectElement {
  const select = element("select", { id, name, required: !field.optional });
  select.append(element("option", { value: "", textContent: field.optional ? "None" : "Choose…" }));
  for (const value of values) select.append(element("option", { value, textContent: labelOf(value, name, provider) }));
  select.value = field.default_value ?? "";
  return select;
}

function labelOf(value: string, name: string, provider: Provider): string {
  const place = `\${connectionConfig.${name}}`;
  const host = /^https?:\/\/([^/\s|]+)/.exec(provider.proxy?.base_url ?? "")?.[1];
  const address = host?.includes(place) ? host.replace(place, value) : value;
  return address === value || address.includes("${") ? value : `${value} (${address})`;
}

/** Of whoever serves this page; the API may be another. */
async function sandboxExamples(): Promise<Examples> {
  const response = await fetch("/connect-ui/examples.json");
  return response.ok ? response.json() : {};
}

async function get<T>(path: string): Promise<T> {
  const response = await fetch(apiUrl + path, { headers: { authorization: `Bearer ${token}` } });
  if (response.status !== 200) throw new Error(`${path} answered ${response.status}`);
  const body: { data: T } = await response.json();
  return body.data;
}

function fail(text: string, errorType: string): void {
  status.textContent = "";
  problem.textContent = text;
  tell({ type: "error", payload: { errorType, errorMessage: text } });
}

function close(): void {
  tell({ type: "close" });
}

function tell(message: Record<string, unknown>): void {
  if (parent !== window) parent.postMessage(message, "*");
}

function title(text: string): void {
  byId("title").textContent = text;
  document.title = text;
  problem.textContent = "";
}

function byId(id: string): HTMLElement {
  const found = document.getElementById(id);
  if (!found) throw new Error(`no element ${id}`);
  return found;
}

function element<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  properties: Partial<HTMLElementTagNameMap[Name]>,
): HTMLElementTagNameMap[Name] {
  return Object.assign(document.createElement(name), properties);
}
