// The roll call: a mark is kept in the browser until the service has it, with a key by which it counts once.
import { spoken } from "./desk.js";
import { inField } from "./keys.js";

const root = () => document.getElementById("roll");
const form = () => root()?.querySelector("form.roll");
const english = document.documentElement.lang === "en";
const skew = Number(root()?.dataset.now ?? Date.now()) - Date.now();
const action = form()?.getAttribute("action") ?? "";
const [, , day, shift] = action.split("/");
const store = `roll ${day} ${shift}`;
const limit = () => Number(root().dataset.limit);

const read = () => { try { return JSON.parse(localStorage.getItem(store)) ?? []; } catch { return []; } };
const write = (queue) => { try { localStorage.setItem(store, JSON.stringify(queue)); } catch { kept = queue; } };
let kept = null;
const queue = () => kept ?? read();
const put = (item) => { const all = [...queue(), item]; kept === null ? write(all) : (kept = all); };
const drop = (sent) => { const keys = new Set(sent.map((item) => item.key)); const left = queue().filter((item) => !keys.has(item.key)); kept === null ? write(left) : (kept = left); };
const key = () => crypto.randomUUID?.() ?? `${Date.now()}-${Math.random().toString(36).slice(2)}`;
const stamp = () => new Date(Date.now() + skew).toISOString();

function say(text, wrong = false) {
  const told = document.getElementById("queue");
  if (told) { told.textContent = text; told.classList.toggle("late", wrong); }
}

let sending = false;
async function send() {
  const waiting = queue();
  if (!waiting.length || sending) return;
  sending = true;
  let done = false;
  say(english ? `Sending ${waiting.length}` : `正在发送 ${waiting.length} 条`);
  const rest = waiting.some((item) => item.rest);
  const marks = waiting.filter((item) => !item.rest);
  try {
    const answer = await fetch(`/api/v1/shifts/${day}/${shift}/roll-call`, {
      method: "POST",
      headers: { "Content-Type": "application/json", "Accept-Language": document.documentElement.lang },
      body: JSON.stringify({ marks, rest_present: rest }),
    });
    if (answer.ok) {
      drop(waiting);
      await show();
      done = true;
      if (!queue().length) say(english ? "Saved" : "已保存");
    } else {
      const told = await answer.text().then(spoken).catch(() => ({}));
      const why = told.refusals?.[0]?.message ?? told.faults?.[0]?.problem ?? told.detail ?? answer.status;
      // What the service refuses is not sent for ever; what it could not take now is.
      if (answer.status < 500 && answer.status !== 429 && answer.status !== 401) drop(waiting);
      say(String(why), true);
    }
  } catch {
    say(english ? `Offline: ${waiting.length} kept here` : `离线,${waiting.length} 条存于本机,恢复后自动发送`, true);
  }
  sending = false;
  // What came meanwhile goes at once; what could not be taken waits.
  if (queue().length) setTimeout(send, done ? 0 : 5000);
}

// The page as the service has it, with what still waits laid over it; what somebody is typing in stays.
const PARTS = ["shifts", "roll", "log-list", "breaks", "over"];
async function show() {
  const answer = await fetch(`/day/${day}?shift=${shift}`, { headers: { Accept: "text/html" } });
  if (!answer.ok) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const active = document.activeElement;
  const focused = active?.closest("#roll li[data-agent]")?.dataset.agent;
  for (const part of PARTS) {
    const [old, fresh] = [document.getElementById(part), page.getElementById(part)];
    if (old && fresh && (part === "roll" || !old.contains(active))) old.replaceWith(fresh);
  }
  lay();
  if (focused) rows().find((row) => row.dataset.agent === focused)?.querySelector(`[name="${active.name}"]:checked, [name="${active.name}"]`)?.focus();
}

const rows = () => [...root().querySelectorAll("li[data-agent]")];
const called = (row) => row.querySelector("input[type=radio]:checked")?.value;
function paint(row) {
  const now = called(row);
  if (now) row.dataset.state = { present: "on time", late: "late", absent: "absent" }[now];
  const breach = row.querySelector(".breach");
  if (breach) breach.hidden = !(now === "late" && Number(row.querySelector(".minutes input").value) >= limit());
}
function lay() {
  for (const item of queue()) {
    if (item.rest) continue;
    const row = rows().find((one) => one.dataset.agent === item.agent_id);
    const radio = row?.querySelector(`input[value="${item.called}"]`);
    if (!radio) continue;
    radio.checked = true;
    if (item.minutes) row.querySelector(".minutes input").value = item.minutes;
    paint(row);
  }
}

function mark(row) {
  const now = called(row);
  const minutes = Number(row.querySelector(".minutes input").value);
  paint(row);
  if (now === "late" && !(minutes > 0)) { row.querySelector(".minutes input").focus(); return; }
  put({ agent_id: row.dataset.agent, called: now, minutes: now === "late" ? minutes : 0, seen_at: stamp(), key: key() });
  send();
}

// Once the shift is over the list is a plain form, in which a leader puts right what was noted.
if (action.endsWith("/roll-call")) {
  document.addEventListener("change", (event) => {
    const row = event.target.closest("#roll li[data-agent]");
    if (row && called(row)) mark(row);
  });
  document.addEventListener("input", (event) => {
    const row = event.target.closest("#roll li[data-agent]");
    if (row) paint(row);
  });
  document.addEventListener("submit", (event) => {
    if (event.target !== form()) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    // Late by nobody knows how much is not there on time.
    const open = rows().filter((row) => called(row) === "late").map((row) => row.querySelector(".minutes input")).find((input) => !(Number(input.value) > 0));
    if (open) { say(english ? `How many? ${open.ariaLabel}` : `请填写:${open.ariaLabel}`, true); open.focus(); return; }
    if (event.submitter?.name === "rest") put({ rest: true, key: key() });
    send();
  }, true);
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || inField(event, "input:not([type=radio]), select, textarea")) return;
    const list = rows();
    const row = event.target.closest?.("#roll li[data-agent]");
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      if (!row) return;
      const next = list[list.indexOf(row) + (event.key === "ArrowDown" ? 1 : -1)];
      const radio = next?.querySelector("input[type=radio]:checked, input[type=radio]");
      if (radio) { const fold = next.closest("details"); if (fold) fold.open = true; }
      if (radio) { event.preventDefault(); radio.focus(); }
      return;
    }
    if (event.key === "0") { form().querySelector("[name=rest]")?.click(); return; }
    const value = { 1: "present", 2: "late", 3: "absent" }[event.key];
    if (!value || !row) return;
    event.preventDefault();
    const radio = row.querySelector(`input[value=${value}]`);
    if (radio && !radio.disabled) { radio.checked = true; radio.focus(); mark(row); }
  });
  document.getElementById("keys").hidden = false;
}
if (form()) {
  addEventListener("online", send);
  lay();
  send();
}


const until = document.getElementById("until");
if (until) {
  const count = () => {
    const left = Math.round((Number(until.dataset.at) - Date.now() - skew) / 1000);
    until.textContent = left > 0 && left < 7200 ? `−${Math.floor(left / 60)}:${String(left % 60).padStart(2, "0")}` : "";
    if (left > 0) setTimeout(count, 1000);
  };
  count();
}
