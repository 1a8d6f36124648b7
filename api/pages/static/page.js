// What every page has: what is done said once, questions as dialogs, passwords shown on wish, copying, a form sent once.
import { watch } from "./fresh.js";
import { FIELDS, inField } from "./keys.js";

document.documentElement.classList.add("js");

// What is done is said once: loading the page again says nothing.
if (document.querySelector(".toast")) {
  const address = new URL(location.href);
  for (const name of ["done", "of"]) address.searchParams.delete(name);
  history.replaceState(history.state, "", address);
}

document.querySelector("#problem")?.focus();

const paper = document.querySelector("#print, button.print");
// A list folded on a screen stands open on paper.
let folded = [];
addEventListener("beforeprint", () => { folded = [...document.querySelectorAll("details[data-paper]:not([open])")]; folded.forEach((one) => { one.open = true; }); });
addEventListener("afterprint", () => folded.forEach((one) => { one.open = false; }));
if (paper) { paper.hidden = false; paper.addEventListener("click", () => window.print()); }

// A strip of days wider than the page shows the last day that changes.
for (const strip of document.querySelectorAll(".scroll-x:has(.strip)")) {
  const last = [...strip.querySelectorAll("th.touched")].at(-1);
  if (last) strip.scrollLeft = last.offsetLeft + last.offsetWidth - strip.clientWidth;
}

// What asks before it acts is a dialog; without scripts it opens in its place.
for (const ask of document.querySelectorAll("details.ask")) {
  const summary = ask.querySelector("summary");
  const dialog = document.createElement("dialog");
  const body = ask.querySelector(".ask-body");
  const title = body.querySelector("h2");
  title.id ||= "ask-" + Math.random().toString(36).slice(2);
  dialog.setAttribute("aria-labelledby", title.id);
  const close = document.createElement("button");
  close.type = "button";
  close.className = "quiet cancel";
  close.textContent = document.documentElement.lang === "en" ? "Cancel" : "取消";
  close.addEventListener("click", () => dialog.close());
  dialog.append(body);
  (body.querySelector("form:last-of-type") ?? body).append(close);
  document.body.append(dialog);
  const open = ask.open;
  const button = document.createElement("button");
  button.type = "button";
  button.className = summary.className;
  button.textContent = summary.textContent;
  Object.assign(button.dataset, summary.dataset);
  button.addEventListener("click", () => dialog.showModal());
  ask.replaceWith(button);
  if (open) dialog.showModal();
}

for (const eye of document.querySelectorAll(".eye")) {
  const input = document.getElementById(eye.getAttribute("aria-controls"));
  eye.hidden = false;
  eye.addEventListener("click", () => {
    const shown = input.type === "password";
    input.type = shown ? "text" : "password";
    eye.setAttribute("aria-pressed", String(shown));
    input.focus();
  });
}

for (const button of document.querySelectorAll(".copy")) {
  button.hidden = !navigator.clipboard;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(document.getElementById(button.dataset.copy).textContent.trim());
    button.classList.add("copied");
    button.textContent = document.documentElement.lang === "en" ? "Copied" : "已复制";
  });
}

// A second tap sends nothing: the first is on its way.
document.addEventListener("submit", (event) => {
  if (event.defaultPrevented) return;
  const form = event.target;
  if (form.method !== "post") return;
  if (form.dataset.sent) { event.preventDefault(); return; }
  form.dataset.sent = "1";
  form.setAttribute("aria-busy", "true");
  if (form.dataset.busy && event.submitter) event.submitter.textContent = form.dataset.busy;
});

// Where the log-in has ended meanwhile, what was typed waits in this tab and comes back once its author has logged in.
const KEPT = "roster.typed", who = document.body.dataset.who;
const ticks = (item) => ["checkbox", "radio"].includes(item.type);
const typedIn = (form) => [...form.elements].filter((item) => item.name && !["password", "file", "hidden", "submit", "button"].includes(item.type));
document.addEventListener("submit", ({ target: form, defaultPrevented }) => {
  if (defaultPrevented || form.method !== "post" || !who) return;
  const typed = typedIn(form).map((item) => [item.name, item.value, ticks(item) ? item.checked : null]);
  sessionStorage.setItem(KEPT, JSON.stringify({ who, at: location.pathname + location.search, to: form.getAttribute("action"), typed }));
});
const kept = JSON.parse(sessionStorage.getItem(KEPT) || "null");
if (kept && !who) {
  sessionStorage.setItem(KEPT, JSON.stringify({ ...kept, back: true }));
} else if (kept) {
  sessionStorage.removeItem(KEPT);
  const here = kept.back && kept.who === who && kept.at === location.pathname + location.search;
  const form = here ? [...document.forms].find((item) => item.getAttribute("action") === kept.to) : null;
  for (const [name, value, ticked] of form ? kept.typed : []) {
    const item = typedIn(form).find((one) => one.name === name && (ticked === null || one.value === value));
    if (!item || (ticked === null ? item.value === value : item.checked === ticked)) continue;
    if (ticked === null) item.value = value; else item.checked = ticked;
    item.closest("details")?.setAttribute("open", "");
    item.dispatchEvent(new Event("input", { bubbles: true }));
  }
}
// An answer that tells a secret once stands at no address: loading it again asks for the page that sent for it.
const once = document.querySelector("[data-page]");
if (once) history.replaceState(history.state, "", once.dataset.page);
addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-sent]")) {
    delete form.dataset.sent;
    form.removeAttribute("aria-busy");
  }
});

// Selects and ticks that filter send their form themselves.
for (const form of document.querySelectorAll("form.filters")) {
  form.querySelector(".go")?.setAttribute("hidden", "");
  form.addEventListener("change", () => form.requestSubmit());
}

// Countdowns go by the service's clock, which the page says how far it is ahead.
const offset = Number(document.body.dataset.offset || 0);
const zh = document.documentElement.lang !== "en";
function countdown() {
  for (const item of document.querySelectorAll("time[data-until]")) {
    const minutes = Math.floor((Date.parse(item.dataset.until) - Date.now() - offset) / 60000);
    if (minutes < 0) { item.textContent = zh ? "已过" : "passed"; item.classList.add("late"); continue; }
    const hours = Math.floor(minutes / 60), days = Math.floor(hours / 24);
    if (days >= 2) item.textContent = zh ? `还有 ${days} 天` : `${days} d`;
    else if (hours) item.textContent = (zh ? `还有 ${hours} 小时` : `${hours} h`) + (minutes % 60 ? (zh ? ` ${minutes % 60} 分` : ` ${minutes % 60} min`) : "");
    else item.textContent = zh ? `还有 ${minutes} 分` : `${minutes} min`;
  }
}
if (document.querySelector("time[data-until]")) setInterval(countdown, 30000);

// j and k walk a list, Enter opens, a letter presses the button that names it; never inside inputs.
const rows = [...document.querySelectorAll("[data-rows] > *")];
document.addEventListener("keydown", (event) => {
  if (inField(event, `${FIELDS}, [role=grid]`) || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === "?") {
    const help = document.querySelector("#keys");
    if (help) { event.preventDefault(); help.open = !help.open; }
    return;
  }
  if (rows.length && (event.key === "j" || event.key === "k")) {
    const at = rows.findIndex((row) => row.contains(document.activeElement));
    const next = rows[Math.max(0, Math.min(rows.length - 1, at < 0 ? 0 : at + (event.key === "j" ? 1 : -1)))];
    next.querySelector("a, button, summary")?.focus();
    event.preventDefault();
    return;
  }
  const row = rows.find((item) => item.contains(document.activeElement));
  const button = (row ?? document).querySelector(`[data-key="${CSS.escape(event.key)}"]`);
  if (button) { event.preventDefault(); button.click(); }
});

watch();
