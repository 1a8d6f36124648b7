// What pages that act without loading share: words, requests to the API, questions, toasts.
export const zh = document.documentElement.lang !== "en";
export const say = (chinese, english) => (zh ? chinese : english);
export const signed = (number) => (number > 0 ? `+${number}` : number < 0 ? `−${-number}` : "±0");

// Sentences of the API tell of people by ids: here their names stand beside, as on the pages (`Namer`).
const known = document.getElementById("names");
const names = new Map(known ? known.content.textContent.split("\n").map((line) => line.split("\t")) : []);
names.delete("");
const escaped = (id) => id.replace(/[^\w@]/g, "\\$&");
let bare = null;
// Browsers that can't look behind show the ids alone.
try { if (names.size) bare = new RegExp(`${known.dataset.before}(?:${[...names.keys()].sort((one, two) => two.length - one.length).map(escaped).join("|")})${known.dataset.after}`, "g"); } catch { /* as said */ }
export function named(text) {
  return bare && typeof text === "string" ? text.replace(bare, (id, place) => {
    const name = names.get(id), beside = text.slice(0, place).endsWith(`${name} `) || text.startsWith(` ${name}`, place + id.length);
    return id[0] === "@" ? name : beside ? id : `${name} ${id}`;
  }) : text;
}
const SAID = new Set(["message", "alternative", "problem", "remedy", "detail"]);
export const spoken = (text) => JSON.parse(text, (key, value) => (SAID.has(key) ? named(value) : value));

// A write to the API: its status, body and ETag; null where there was no answer. Tried again it keeps its key, so that it counts once.
export async function send(address, body, headers = {}, method = "POST") {
  const keyed = { "Idempotency-Key": crypto.randomUUID?.() ?? String(Math.random()), ...headers };
  try {
    const answer = await fetch(address, { method, headers: { "Content-Type": "application/json", "Accept-Language": zh ? "zh" : "en", ...keyed }, body: JSON.stringify(body) });
    if (answer.status === 503) throw new Error();
    if (answer.status === 401) { location.href = `/login?ended=1&next=${encodeURIComponent(location.pathname + location.search)}`; return null; }
    const text = await answer.text();
    return { ok: answer.ok, status: answer.status, body: text ? spoken(text) : {}, etag: answer.headers.get("ETag") };
  } catch {
    const again = await ask(say("连不上服务,未保存", "No connection: nothing was saved"), { yes: say("重试", "Retry") });
    return again ? send(address, body, keyed, method) : null;
  }
}

function element(tag, text = "", name = "") {
  const made = document.createElement(tag);
  if (text) made.textContent = text;
  if (name) made.className = name;
  return made;
}

// A rule's clause, with where it stands in words.
export const clause = (item) => item.clause.replace("POLICY", say("本中心约定", "house policy")).replace("LAW", say("法律", "law"));
// A question with what stands behind it: rules that refuse, faults by place. True where the verb was pressed.
export function ask(title, { text = "", refusals = [], faults = [], yes = "", danger = false } = {}) {
  const dialog = element("dialog"), head = element("h2", title), acts = element("div", "", "acts");
  dialog.id = "board-dialog";
  head.id = "board-dialog-title";
  dialog.setAttribute("aria-labelledby", head.id);
  dialog.append(head);
  if (text) dialog.append(element("p", text));
  const list = element("ul", "", "refusals");
  for (const item of refusals) {
    const row = element("li"), line = element("p", `${item.message} `);
    line.append(element("span", clause(item), "clause"));
    row.append(line);
    if (item.alternative) row.append(element("p", `${say("可行的做法", "Nearest way")}: ${item.alternative}`, "nearest"));
    list.append(row);
  }
  for (const item of faults ?? []) list.append(element("li", `${named(item.field ?? "")}: ${item.problem} · ${item.remedy}`));
  if (list.childElementCount) dialog.append(list);
  const no = element("button", yes ? say("取消", "Cancel") : say("知道了", "Close"), "quiet");
  acts.append(...(yes ? [element("button", yes, danger ? "danger" : "primary")] : []), no);
  dialog.append(acts);
  document.body.append(dialog);
  return new Promise((resolve) => {
    let pressed = false;
    for (const button of acts.children) {
      button.type = "button";
      button.addEventListener("click", () => { pressed = button !== no; dialog.close(); });
    }
    dialog.addEventListener("close", () => { dialog.remove(); resolve(pressed); });
    dialog.showModal();
    // What does harm is not done by Enter alone.
    if (danger) no.focus();
  });
}

// A toast stays eight seconds, longer while it is pointed at or holds the focus.
export function toast(text, more = null) {
  document.querySelector(".toast")?.remove();
  const box = element("div", "", "toast");
  box.setAttribute("role", "status");
  box.append(element("span", text));
  if (more) {
    const button = element("button", more.words, "quiet");
    button.type = "button";
    button.addEventListener("click", () => { box.remove(); more.act(); });
    box.append(button);
  }
  (document.querySelector("main") ?? document.body).append(box);
  let timer;
  const go = () => { timer = setTimeout(() => box.remove(), 8000); };
  const stay = () => clearTimeout(timer);
  for (const name of ["pointerleave", "focusout"]) box.addEventListener(name, go);
  for (const name of ["pointerenter", "focusin"]) box.addEventListener(name, stay);
  go();
}
