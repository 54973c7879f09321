import type { ApiResponse } from "../intake/api.ts";

const script = `const token = new URLSearchParams(location.hash.slice(1)).get("token") ?? "";
const get = async (path) => {
  const response = await fetch(path, { headers: { authorization: "Bearer " + token } });
  if (!response.ok) throw new Error((await response.json()).error.message);
  return response.json();
};
const row = (cells) => {
  const line = document.createElement("tr");
  for (const text of cells) line.append(Object.assign(document.createElement("td"), { textContent: text ?? "" }));
  return line;
};
const show = async () => {
  try {
    const [status, dead] = await Promise.all([get("/v1/status"), get("/v1/wishes?state=dead&limit=50")]);
    document.querySelector("#wishes").replaceChildren(...Object.entries(status.wishes).map(row));
    document.querySelector("#tenants").replaceChildren(...status.tenants.map((one) =>
      row([one.tenant, one.open, one.dead, one.closedMs > 0 ? "asked to wait " + Math.ceil(one.closedMs / 1000) + " s" : "open", one.lastAppliedAt])));
    document.querySelector("#dead").replaceChildren(...dead.wishes.map((one) =>
      row([one.settledAt, one.configuration, one.generation, one.onBehalfOf ?? one.submittedBy, one.message])));
    document.querySelector("#note").textContent = "Oldest open wish: " + Math.round(status.oldestSeconds) + " s";
  } catch (error) {
    document.querySelector("#note").textContent = "Unknown: " + error.message + " (open this page as /#token=…)";
  }
};
show();
setInterval(show, 5000);`;

const html = `<!doctype html>
<html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>intune-worker</title>
<style>
:root { color-scheme: light dark; font: 15px/1.5 system-ui, sans-serif }
body { margin: 2rem auto; max-width: 72rem; padding: 0 1rem }
table { border-collapse: collapse; width: 100% } td, th { border-bottom: 1px solid #8885; padding: .3rem .6rem; text-align: left }
</style>
<h1>intune-worker</h1><p id="note" role="status">Loading</p>
<h2>Queue</h2><table><thead><tr><th>State<th>Wishes<tbody id="wishes"></table>
<h2>Tenants</h2><table><thead><tr><th>Tenant<th>Open<th>Dead<th>Rate<th>Last applied<tbody id="tenants"></table>
<h2>Dead letters</h2><table><thead><tr><th>When<th>Configuration<th>Generation<th>Who<th>Why<tbody id="dead"></table>
<script src="/status.js"></script>
</html>
`;

const policy =
  "default-src 'none'; style-src 'unsafe-inline'; script-src 'self'; connect-src 'self'; base-uri 'none'";

/** The page; it holds no data, and asks for it with the token in its own address. */
export const statusPage: ApiResponse = {
  status: 200,
  type: "text/html; charset=utf-8",
  body: html,
  headers: { "content-security-policy": policy },
};

/** The page's script. */
export const statusScript: ApiResponse = {
  status: 200,
  type: "text/javascript; charset=utf-8",
  body: script,
};
