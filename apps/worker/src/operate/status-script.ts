/** What the status page runs: asks every five seconds, shows texts as texts, and says when what it shows is old. */
export const statusScript = `const find = (name) => document.querySelector(name);
const make = (name, text, properties = {}) => Object.assign(document.createElement(name), { textContent: text, ...properties });
let token = new URLSearchParams(location.hash.slice(1)).get("token") ?? "";
let shownAt = "";
const get = async (path) => {
  const response = await fetch(path, { headers: { authorization: "Bearer " + token } });
  if (response.status === 401) throw Object.assign(new Error("the token is not right"), { isToken: true });
  if (!response.ok) throw new Error((await response.json()).error.message);
  return response.json();
};
const toDuration = (seconds) => {
  if (seconds < 90) return Math.ceil(seconds) + " s";
  return seconds < 5400 ? Math.round(seconds / 60) + " min" : Math.round(seconds / 3600) + " h";
};
const toTime = (iso) => iso === null ? "never" : new Date(iso).toLocaleString();
const fill = (name, labels, rows, empty) => {
  const body = find(name);
  if (rows.length === 0) {
    const line = make("tr", "");
    line.append(make("td", empty, { colSpan: labels.length, className: "empty" }));
    body.replaceChildren(line);
    return;
  }
  body.replaceChildren(...rows.map((cells) => {
    const line = make("tr", "");
    cells.forEach((cell, index) => {
      const [text, className = ""] = Array.isArray(cell) ? cell : [cell];
      const item = make("td", "", { className });
      item.dataset.label = labels[index];
      item.append(make("span", String(text ?? "")));
      line.append(item);
    });
    return line;
  }));
};
const toGate = (one) => {
  if (one.closedMs > 0) return ["closed: the service asked to wait, " + toDuration(one.closedMs / 1000) + " left", "bad"];
  return one.bookedMs > 1000 ? ["paced: places are taken for " + toDuration(one.bookedMs / 1000), "warn"] : ["open", "good"];
};
const show = async () => {
  try {
    const [status, dead] = await Promise.all([get("/v1/status"), get("/v1/wishes?state=dead&limit=50")]);
    const count = (state) => status.wishes[state] ?? 0;
    for (const state of ["waiting", "applying", "applied", "unchanged", "superseded", "cancelled"])
      find("#" + state).textContent = count(state).toLocaleString();
    find("#dead").textContent = (count("failed") + count("refused")).toLocaleString();
    find("#oldest").textContent = status.oldestSeconds === 0 ? "nothing waits" : toDuration(status.oldestSeconds);
    fill("#tenants", ["Tenant", "Open", "Dead", "Gate", "Times told to wait", "Last applied"], status.tenants.map((one) =>
      [one.tenant, one.open, one.dead, toGate(one), one.throttled, toTime(one.lastAppliedAt)]), "no tenants");
    fill("#letters", ["When", "Configuration", "Wish", "Who", "Why"], dead.wishes.map((one) =>
      [toTime(one.settledAt), one.configuration + " #" + one.generation, [one.id, "id"],
        one.onBehalfOf ? one.onBehalfOf + " (by " + one.submittedBy + ")" : one.submittedBy, one.message]), "no dead letters");
    shownAt = new Date().toLocaleTimeString();
    find("#note").textContent = "As of " + shownAt;
    find("#content").hidden = false;
    find("form").hidden = true;
    document.body.classList.remove("old");
  } catch (error) {
    const reason = error instanceof TypeError ? "the worker does not answer" : error.message;
    find("#note").textContent = shownAt === "" ? "Unknown: " + reason : "Old, of " + shownAt + ": " + reason;
    document.body.classList.toggle("old", shownAt !== "");
    find("form").hidden = error.isToken !== true;
    if (error.isToken && shownAt === "") find("#content").hidden = true;
  }
};
find("form").addEventListener("submit", (event) => {
  event.preventDefault();
  token = find("input").value.trim();
  show();
});
show();
setInterval(show, 5000);
`;
