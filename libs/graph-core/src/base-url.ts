/** Checks where Graph is and takes slashes off its end: https, or http on this machine only. */
export function parseBaseUrl(text: string): string {
  const { href, origin = text, pathname = "" } = URL.parse(text) ?? {};
  const isSafe = /^https:|^http:\/\/(localhost|\[::1\]|127(\.\d+){3})(:\d+)?$/.test(origin);
  // Only the origin is told: the rest can carry secrets.
  if (!isSafe || href !== origin + pathname)
    throw new Error(
      `base URL "${origin}" must be absolute, https: or http: on this machine, without user, query or fragment`,
    );
  return href.replace(/\/+$/, "");
}
