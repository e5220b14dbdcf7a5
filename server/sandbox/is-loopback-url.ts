/** Whether a URL names this machine over http or https, without a user in it. The sandbox sends nothing anywhere else. */
export function isLoopbackUrl(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const url = new URL(text);
  return (
    /^https?:$/.test(url.protocol) && /^(localhost|127(\.\d+){3}|\[::1\])$/.test(url.hostname) && url.username === "" && url.password === ""
  );
}
