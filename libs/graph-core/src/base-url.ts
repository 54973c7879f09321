/** Checks where Graph is and takes slashes off its end: https, or http on this machine only. */
export function parseBaseUrl(text: string): string {
  if (!URL.canParse(text)) throw new Error(`base URL "${text}" is not an absolute URL`);
  const url = new URL(text);
  if (url.username !== "" || url.password !== "" || url.search !== "" || url.hash !== "") {
    throw new Error(`base URL of ${url.host} must have no user, query or fragment`);
  }
  if (url.protocol !== "https:" && !(url.protocol === "http:" && isLoopback(url.hostname))) {
    throw new Error(`base URL "${url.origin}" must start with https:; http: is for this machine only`);
  }
  return `${url.origin}${url.pathname.replace(/\/+$/, "")}`;
}

function isLoopback(hostname: string): boolean {
  return hostname === "localhost" || hostname === "[::1]" || /^127(\.\d{1,3}){3}$/.test(hostname);
}
