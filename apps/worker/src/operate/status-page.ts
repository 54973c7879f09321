import type { ApiResponse } from "../intake/api.ts";
import { statusScript as script } from "./status-script.ts";

const style = `
:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif;
  --line: light-dark(#d0d5dd, #3a4150); --soft: light-dark(#535b69, #a7afbd); --card: light-dark(#f6f7f9, #1d222b);
  --good: light-dark(#116329, #6fd08c); --warn: light-dark(#7d4e00, #e5b567); --bad: light-dark(#a40e26, #ff8f9a) }
* { box-sizing: border-box } [hidden] { display: none !important }
body { margin: 0 auto; max-width: 76rem; padding: 1.5rem 1rem 3rem; background: light-dark(#fff, #14181f) }
header { display: flex; flex-wrap: wrap; align-items: baseline; gap: 0 1rem }
h1 { font-size: 1.4rem; margin: 0 } h2 { font-size: 1.05rem; margin: 2rem 0 .5rem }
#note { color: var(--soft); margin: 0 } .old #note { color: var(--bad); font-weight: 600 } .old #content { opacity: .6 }
form { margin: 1rem 0; display: flex; flex-wrap: wrap; gap: .5rem; align-items: center }
input, button { font: inherit; padding: .35rem .6rem; border: 1px solid var(--line); border-radius: .4rem }
dl { display: grid; grid-template-columns: repeat(auto-fit, minmax(8rem, 1fr)); gap: .6rem; margin: 0 }
dl div { background: var(--card); border: 1px solid var(--line); border-radius: .5rem; padding: .5rem .8rem }
dt { color: var(--soft); font-size: .85rem } dd { margin: 0; font-size: 1.3rem; font-variant-numeric: tabular-nums }
table { border-collapse: collapse; width: 100% }
th { text-align: left; color: var(--soft); font-size: .85rem; font-weight: 600 }
th, td { border-bottom: 1px solid var(--line); padding: .4rem .8rem .4rem 0; vertical-align: top; overflow-wrap: anywhere }
.good { color: var(--good) } .warn { color: var(--warn) } .bad { color: var(--bad) } .empty { color: var(--soft) }
.id { font-size: .85rem }
#letters-title + table th:is(:nth-child(1), :nth-child(4)) { width: 15% }
#letters-title + table th:is(:nth-child(2), :nth-child(3)) { width: 19% }
@media (max-width: 48rem) {
  thead { position: absolute; clip-path: inset(50%); width: 1px; height: 1px; overflow: hidden }
  tr { display: block; border: 1px solid var(--line); border-radius: .5rem; padding: .4rem .8rem; margin-bottom: .6rem }
  td { display: grid; grid-template-columns: 8rem 1fr; border: 0; padding: .15rem 0 }
  td::before { content: attr(data-label); color: var(--soft); font-size: .85rem }
  td.empty { display: block } td.empty::before { content: none }
}`;

const counts: readonly (readonly [id: string, label: string])[] = [
  ["waiting", "Waiting"],
  ["applying", "Being applied"],
  ["oldest", "Oldest waits"],
  ["applied", "Applied"],
  ["unchanged", "Already so"],
  ["superseded", "Superseded"],
  ["cancelled", "Cancelled"],
  ["dead", "Dead letters"],
];

function toTable(id: string, caption: string, columns: readonly string[]): string {
  const head = columns.map((name) => `<th scope="col">${name}</th>`).join("");
  return `<h2 id="${id}-title">${caption}</h2>
<table aria-labelledby="${id}-title"><thead><tr>${head}</tr></thead><tbody id="${id}"></tbody></table>`;
}

const html = `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>intune-worker</title><style>${style}
</style></head>
<body><header><h1>intune-worker</h1><p id="note" role="status">Loading</p></header>
<main><form hidden><label for="token">Token</label><input id="token" type="password" autocomplete="off"><button>Show</button></form>
<div id="content" hidden><h2>Queue</h2>
<dl>${counts.map(([id, label]) => `<div><dt>${label}</dt><dd id="${id}">?</dd></div>`).join("")}</dl>
${toTable("tenants", "Tenants and their limit", ["Tenant", "Open", "Dead", "Gate", "Times told to wait", "Last applied"])}
${toTable("letters", "Dead letters", ["When", "Configuration", "Wish", "Who", "Why"])}
</div></main><script src="/status.js"></script></body></html>
`;

const policy =
  "default-src 'none'; style-src 'unsafe-inline'; script-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/** The page; it holds no data, and asks for it with the token in its own address, or one that is typed. */
export const statusPage: ApiResponse = {
  status: 200,
  type: "text/html; charset=utf-8",
  body: html,
  headers: { "content-security-policy": policy, "referrer-policy": "no-referrer" },
};

/** The page's script. */
export const statusScript: ApiResponse = {
  status: 200,
  type: "text/javascript; charset=utf-8",
  body: script,
};
