// The month board by keyboard, pointer and clipboard. Everything it does goes through the API: told before, all or nothing.
import { ask, clause, say, send, signed, toast } from "./desk.js";
import { inField } from "./keys.js";

const board = document.getElementById("board");
const grid = board?.querySelector(".grid");
const panel = document.getElementById("panel");
const said = document.getElementById("said");
const api = `/api/v1/rosters/${board?.dataset.roster}`;
const page = `/rosters/${board?.dataset.roster}`;
const edits = Boolean(board?.dataset.edit);
const legend = [...document.querySelectorAll("#legend li")].map((item) => ({ code: item.dataset.code, key: item.dataset.key, place: item.className.slice(1) }));
const OFF = say("休", "off"), titles = JSON.parse(board.dataset.rules ?? "{}");

let rows = [], days = [], at = null, from = null, etag = board?.dataset.etag;
let done = [], undone = [];

function read() {
  days = [...grid.querySelectorAll("thead th[data-d]")].map((head) => head.dataset.d);
  rows = [...grid.querySelectorAll("tr[data-a]")].filter((row) => !row.parentElement.classList.contains("closed"));
}
const cellAt = (row, column) => rows[row]?.cells[column + 1];
function placeOf(cell) {
  const row = cell.parentElement, column = cell.cellIndex - 1;
  return row.dataset.a && column >= 0 && column < days.length ? { row: rows.indexOf(row), column } : null;
}
const who = (cell) => cell.parentElement.dataset.a;
const when = (cell) => days[cell.cellIndex - 1];
const nameOf = (cell) => cell.parentElement.cells[0].textContent.replace(who(cell), "").trim();
function textOf(cell) {
  const job = cell.querySelector("small")?.textContent;
  const code = [...cell.childNodes].filter((node) => node.nodeType === 3).map((node) => node.data).join("").trim();
  return job ? `${code}/${job}` : code;
}
// As it reads in anybody's row: with its job.
function fullText(cell) { const text = textOf(cell); return text && !text.includes("/") ? `${text}/${cell.parentElement.dataset.job}` : text; }
const onLeave = (cell) => cell.classList.contains("lv");
const dayWords = (day) => day.slice(5);
function tell(text) { said.textContent = ""; setTimeout(() => { said.textContent = text; }, 30); }

// Where one is: one cell can be tabbed to, the others by arrows.
function go(row, column, extend = false) {
  row = Math.max(0, Math.min(rows.length - 1, row));
  column = Math.max(0, Math.min(days.length - 1, column));
  const cell = cellAt(row, column);
  if (!cell) return;
  if (at) cellAt(at.row, at.column)?.removeAttribute("tabindex");
  if (!extend) from = { row, column };
  at = { row, column };
  cell.tabIndex = 0;
  cell.focus({ preventScroll: true });
  show(cell);
  paint();
  if (!extend) look(cell);
}
// Into view within the board, clear of its sticky head, names and foot.
function show(cell) {
  const box = board.getBoundingClientRect(), mine = cell.getBoundingClientRect();
  const head = grid.tHead.offsetHeight, foot = grid.tFoot.offsetHeight, left = cell.parentElement.cells[0].offsetWidth;
  const up = mine.top - box.top - head, down = mine.bottom - box.bottom + foot;
  const west = mine.left - box.left - left, east = mine.right - box.right + 16;
  if (up < 0) board.scrollTop += up; else if (down > 0) board.scrollTop += down;
  if (west < 0) board.scrollLeft += west; else if (east > 0) board.scrollLeft += east;
}
let painted = [];
function range() {
  const [top, bottom] = [from.row, at.row].sort((a, b) => a - b), [left, right] = [from.column, at.column].sort((a, b) => a - b);
  const lines = [];
  for (let row = top; row <= bottom; row += 1) lines.push(Array.from({ length: right - left + 1 }, (_, n) => cellAt(row, left + n)));
  return lines;
}
function paint() {
  for (const cell of painted) cell.classList.remove("sel");
  const cells = range().flat();
  painted = cells.length > 1 ? cells : [];
  for (const cell of painted) cell.classList.add("sel");
}

// The panel follows where there is room, a moment after one has stopped.
let waiting, asked;
function look(cell) {
  clearTimeout(waiting);
  if (panel.hidden || innerWidth <= 1100) return;
  waiting = setTimeout(() => open(cell), 180);
}
async function open(cell, focus = false) {
  const name = `${who(cell)}.${when(cell)}`;
  asked = name;
  panel.hidden = false;
  const late = setTimeout(() => panel.setAttribute("aria-busy", "true"), 300);
  try {
    const answer = await fetch(`${page}/cell?cell=${encodeURIComponent(name)}`);
    if (asked !== name) return;
    if (answer.status === 401) location.reload();
    panel.innerHTML = answer.ok ? await answer.text() : "";
    panel.hidden = !answer.ok;
    ready();
    if (focus) panel.querySelector("button, a")?.focus();
  } catch { toast(say("连不上服务,请稍后重试", "No connection; try again")); }
  clearTimeout(late);
  panel.removeAttribute("aria-busy");
}
// Where there are no keys: "Move" lifts the duty, the next tap says where to.
function ready() { const move = panel.querySelector(".move"); if (move) move.hidden = false; }
panel.addEventListener("click", (event) => {
  if (event.target.closest(".move") && at) { panel.hidden = true; lift(cellAt(at.row, at.column)); return; }
  if (!event.target.closest(".shut")) return;
  event.preventDefault();
  panel.hidden = true;
  if (at) cellAt(at.row, at.column)?.focus();
});
// A choice made in the panel is an edit like any other: undone here, and without loading the page.
panel.addEventListener("submit", (event) => {
  const form = event.target;
  if (!edits || !form.action.endsWith("/cell")) return;
  event.preventDefault();
  const [person, day] = split(form.elements.cell.value);
  const code = form.querySelector(".code").textContent.trim(), job = form.querySelector(".grow").textContent.trim().split(" ")[1] ?? "";
  const known = legend.some((item) => item.code === code);
  const accept = [...form.querySelectorAll("[name=accept]")].map((input) => input.value);
  change([{ agent_id: person, date: day, text: known ? (job ? `${code}/${job}` : code) : "" }], { accept });
});
function split(text) { const place = text.lastIndexOf("."); return [text.slice(0, place), text.slice(place + 1)]; }

// Edits.
async function change(cells, { accept = [], redo = null } = {}) {
  cells = cells.filter((cell) => !cell.skip);
  if (!edits || !cells.length) return false;
  return commit({ cells, accept }, redo);
}
// One after the other, each on what the one before has left: whoever types fast loses nothing.
let turn = Promise.resolve();
const unsaved = [];
function inTurn(act) { return turn = turn.then(act, act); }
function commit(body, way = null) {
  const step = { body, way };
  unsaved.push(step);
  return inTurn(() => save(body, way).finally(() => unsaved.splice(unsaved.indexOf(step), 1)));
}
async function save(body, way) {
  board.setAttribute("aria-busy", "true");
  const answer = await send(`${api}/edits`, body, { "If-Match": etag });
  board.removeAttribute("aria-busy");
  if (!answer) return false;
  if (answer.ok) { settle(body, answer.body, answer.etag, way); return true; }
  if (answer.status === 409 && answer.body.refusals) {
    const accept = [...new Set(answer.body.refusals.map((item) => item.rule))];
    tell(answer.body.refusals.map((item) => item.message).join(";"));
    if (accept.includes("ROLE") || accept.includes("STATE")) await ask(say("不能保存", "It cannot be saved"), { refusals: answer.body.refusals });
    else if (await ask(say("会新增硬性违规", "This breaks hard rules"), { refusals: answer.body.refusals, yes: say("仍保存", "Save anyway"), danger: true })) return save({ ...body, accept: [...(body.accept ?? []), ...accept] }, way);
  } else if (answer.status === 412) {
    const text = await fetch(`${page}/changed`).then((told) => (told.ok ? told.text() : "")).catch(() => "");
    const title = way === "undo" ? say("他人已更改,还没有撤销", "Somebody changed it; nothing is undone yet") : say("他人已更改,您的修改未保存", "Somebody changed it; your edit is not saved");
    const yes = way === "undo" ? say("载入并撤销", "Load and undo") : say("载入并重做", "Load and redo");
    if (await ask(title, { text, yes })) {
      sessionStorage.setItem("redo", JSON.stringify({ page, steps: [{ body, way }, ...unsaved.filter((step) => step.body !== body)] }));
      location.reload();
      await new Promise(() => {});
    }
  } else if (answer.status === 422) {
    for (const fault of answer.body.faults ?? []) mark(fault.field);
    const title = body.cells ? say("有些格子读不懂,什么都没有保存", "Some cells are not understood; nothing is saved") : say("这些格子已另有改动,什么都没有改", "These cells have been changed since; nothing is done");
    await ask(title, { faults: answer.body.faults });
  } else toast(answer.body.detail ?? answer.body.title);
  focusBack();
  return false;
}
function focusBack() { if (at) cellAt(at.row, at.column)?.focus({ preventScroll: true }); }
function mark(field) {
  const [person, day] = (field ?? "").split(" ");
  const row = rows.find((item) => item.dataset.a === person), column = days.indexOf(day);
  row?.cells[column + 1]?.classList.add("bad");
}
function settle(body, told, tag, way) {
  // What it offered to take back is the last step no more.
  document.querySelector(".toast")?.remove();
  etag = board.dataset.etag = tag;
  const step = { forward: body, back: { ...told.inverse, accept: told.better.map((item) => item.rule) } };
  if (told.changed) {
    if (way === "undo") undone.push(step);
    else { done.push(step); if (way !== "redo") undone.length = 0; }
    if (done.length > 50) done.shift();
  }
  keep();
  const people = [...new Set([...(body.cells ?? []), ...(body.removed ?? []), ...(body.added ?? []), ...told.inverse.added].map((item) => item.agent_id))];
  refresh(people);
  const points = told.points_more ? `${signed(Math.round(told.points_more * 10) / 10)} ${say("分", "points")}` : "";
  const first = (body.cells ?? body.added)?.[0];
  const one = told.changed === 1 && first && rows.find((row) => row.dataset.a === first.agent_id)?.cells[0];
  const what = one ? `${nameOf(one)} ${dayWords(first.date)} ${(first.text ?? first.shift) || OFF}` : say(`${told.changed} 格`, `${told.changed} cell${told.changed === 1 ? "" : "s"}`);
  tell(`${what} ${say("已保存", "saved")} ${points}`);
  if (told.points_more > 0 || told.worse.length) toast(`${points}${dearest(told.points_by_rule)}${told.worse.length ? ` · ${told.worse.map((item) => item.message).join(" ")}` : ""}`, way === "undo" ? null : { words: say("撤销", "Undo"), act: undo });
}
// What a change costs most, by rule: "座席需求 +138".
function dearest(points) {
  const most = Object.entries(points).filter(([, more]) => more >= 0.5).sort((one, two) => two[1] - one[1]).slice(0, 3);
  return most.length ? `: ${most.map(([rule, more]) => `${titles[rule] ?? rule} +${Math.round(more)}`).join(say("、", ", "))}` : "";
}
let drawn = 0;
const stale = new Set();
async function refresh(people) {
  for (const one of people) stale.add(one);
  const mine = ++drawn;
  const query = new URLSearchParams([...[...stale].map((item) => ["agent", item]), ["view", board.dataset.view], ["date", board.dataset.date]]);
  const answer = await fetch(`${page}/rows?${query}`).catch(() => null);
  const text = answer?.ok ? await answer.text() : "";
  if (mine !== drawn) return;  // a later one brings these rows too
  if (!text) { toast(say("已保存,但页面未更新,请刷新", "Saved, but not shown yet: reload the page")); return; }
  stale.clear();
  const fresh = new DOMParser().parseFromString(text, "text/html").querySelector("table");
  for (const row of fresh.querySelectorAll("tr[data-a]")) grid.querySelector(`tr[data-a="${CSS.escape(row.dataset.a)}"]`)?.replaceWith(document.adoptNode(row));
  grid.tFoot.replaceWith(document.adoptNode(fresh.tFoot));
  const breaches = document.getElementById("breaches"), points = document.getElementById("points");
  if (breaches) { breaches.querySelector("b").textContent = fresh.dataset.breaches; breaches.className = Number(fresh.dataset.breaches) ? "late" : "good"; }
  if (points) points.textContent = Number(fresh.dataset.points).toLocaleString("en");
  const inside = document.activeElement === document.body || grid.contains(document.activeElement);
  read();
  if (at && inside) { const keep = from; go(at.row, at.column, true); from = keep; paint(); } else if (at) cellAt(at.row, at.column).tabIndex = 0;
  if (at && !panel.hidden) open(cellAt(at.row, at.column));
}
const undoButton = document.getElementById("undo"), redoButton = document.getElementById("redo");
function buttons() { if (undoButton) { undoButton.disabled = !done.length; redoButton.disabled = !undone.length; } }
// What can be taken back stays so when its author loads the page again or logs in anew, until somebody else changes the draft.
const KEPT = `edits ${page} ${document.body.dataset.who}`;
function keep() {
  buttons();
  try { localStorage.setItem(KEPT, JSON.stringify({ etag, done, undone })); } catch { localStorage.removeItem(KEPT); }
}
function recall() {
  const kept = JSON.parse(localStorage.getItem(KEPT) ?? "null");
  if (kept?.etag === etag) ({ done, undone } = kept);
  buttons();
}
function undo() { return inTurn(async () => { const step = done.pop(); if (step && !(await save(step.back, "undo"))) done.push(step); keep(); }); }
function redo() { return inTurn(async () => { const step = undone.pop(); if (step && !(await save(step.back, "redo"))) undone.push(step); keep(); }); }

// The cell's menu tells, before the choice, what each would do.
let menu;
function closeMenu() { if (menu) { menu.remove(); menu = null; focusBack(); } }
async function openMenu(cell) {
  closeMenu();
  menu = document.createElement("div");
  menu.className = "menu";
  menu.setAttribute("role", "menu");
  menu.setAttribute("aria-label", `${nameOf(cell)} ${when(cell)}`);
  menu.innerHTML = `<p>${say("正在试算…", "Working it out…")}</p>`;
  document.body.append(menu);
  const box = cell.getBoundingClientRect();
  menu.style.left = `${Math.min(box.left, innerWidth - 396) + scrollX}px`;
  menu.style.top = `${box.bottom + 2 + scrollY}px`;
  const mine = menu, answer = await send(`${api}/options`, { agent_id: who(cell), date: when(cell) });
  if (menu !== mine) return;
  if (!answer?.ok) { closeMenu(); return; }
  const title = element("p", `${nameOf(cell)} ${dayWords(when(cell))}`, "muted");
  title.setAttribute("role", "none");
  menu.replaceChildren(title, ...[...answer.body.items].sort((one, two) => two.now - one.now).map((item) => choice(item, cell)));
  const over = menu.getBoundingClientRect().bottom - innerHeight;
  if (over > 0) menu.style.top = `${Math.max(8, box.top > menu.offsetHeight ? box.top - menu.offsetHeight - 2 : innerHeight - menu.offsetHeight - 8) + scrollY}px`;
  (menu.querySelector("[aria-checked=true]") ?? menu.querySelector("button"))?.focus();
}
function element(tag, text = "", name = "") { const made = document.createElement(tag); made.textContent = text; if (name) made.className = name; return made; }
function choice(item, cell) {
  const holder = element("div"), button = element("button"), shift = legend.find((known) => known.code === item.shift);
  holder.setAttribute("role", "none");
  button.type = "button";
  button.setAttribute("role", "menuitemradio");
  button.setAttribute("aria-checked", String(item.now));
  const hours = item.shift ? [...document.querySelector(`#legend .k${shift.place}`).childNodes].filter((node) => node.nodeType === Node.TEXT_NODE).map((node) => node.data).join(" ").trim() : "";
  button.append(element("span", item.shift ?? OFF, `code ${shift ? `s${shift.place}` : ""}`), element("span", `${hours}${item.job ? ` ${item.job}` : ""}`, "grow"));
  if (item.now) button.append(element("b", say("现在", "now")));
  else {
    const points = Math.round(item.points * 10) / 10;
    button.append(element("span", item.ok ? "✓" : "!", item.ok ? "good" : "late"), element("span", `${signed(points)} ${say("分", "pts")}`));
    const gap = Math.round(item.seats_lost * board.dataset.step / 6) / 10;
    if (gap) button.append(element("span", `${say("缺口", "gap")} ${signed(gap)} h`, gap > 0 ? "late" : "good"));
  }
  holder.append(button, ...item.breaks.map((found) => {
    const line = element("small", `${titles[found.rule] ?? found.rule}${/^\d/.test(found.measured) ? ` ${found.measured} / ${found.required}` : ""} `);
    line.append(element("span", `${found.message} ${clause(found)}`));
    return line;
  }));
  if (item.breaks.length) button.setAttribute("aria-description", item.breaks.map((found) => `${found.message} ${clause(found)}`).join(" "));
  button.addEventListener("click", async () => {
    closeMenu();
    if (!item.now) await change([{ agent_id: who(cell), date: when(cell), text: item.shift ? `${item.shift}/${item.job}` : "" }]);
  });
  return holder;
}
document.addEventListener("keydown", (event) => {
  if (!menu) return;
  const items = [...menu.querySelectorAll("button")], place = items.indexOf(document.activeElement);
  if (event.key === "Escape" || event.key === "Tab") { event.preventDefault(); event.stopPropagation(); closeMenu(); }
  else if (event.key === "ArrowDown" || event.key === "ArrowUp") { event.preventDefault(); items[(place + (event.key === "ArrowDown" ? 1 : items.length - 1)) % items.length]?.focus(); }
}, true);
document.addEventListener("pointerdown", (event) => { if (menu && !menu.contains(event.target)) closeMenu(); });

// Moving a duty: dragged, or by `m` and then a choice; legal cells are marked before it is let go.
let moving = null;
async function lift(cell) {
  if (!edits || !textOf(cell) || onLeave(cell)) return;
  moving = { cell };
  board.classList.add("dragging");
  cell.classList.add("from");
  tell(say("选择目标格,Enter 对调,Esc 取消", "Choose where to; Enter exchanges, Esc ends"));
  const mine = moving, answer = await send(`${api}/targets`, { agent_id: who(cell), date: when(cell) });
  if (moving !== mine || !answer?.ok) return;
  const column = cell.cellIndex;
  for (const day of answer.body.dates) cell.parentElement.cells[days.indexOf(day) + 1]?.classList.add("ok");
  const people = new Set(answer.body.agents);
  for (const row of rows) if (people.has(row.dataset.a)) row.cells[column].classList.add("ok");
}
function put(target, copy) {
  const source = moving?.cell;
  drop();
  if (!source || !target || target === source || !placeOf(target)) return;
  const cells = [{ agent_id: who(target), date: when(target), text: fullText(source) }];
  if (!copy) cells.push({ agent_id: who(source), date: when(source), text: onLeave(target) ? "" : fullText(target) });
  change(cells);
}
function drop() {
  moving = null;
  board.classList.remove("dragging");
  for (const cell of grid.querySelectorAll(".ok, .from, .over")) cell.classList.remove("ok", "from", "over");
}
let pressed = null;
function pointer() {
  grid.addEventListener("pointerdown", (event) => {
    const cell = event.target.closest("td");
    const place = cell && placeOf(cell);
    if (!place || event.button) return;
    if (moving && !pressed) { event.preventDefault(); put(cell, event.ctrlKey); return; }
    if (event.pointerType === "touch") return;
    event.preventDefault();
    go(place.row, place.column, event.shiftKey);
    if (edits && !event.shiftKey) pressed = { cell, x: event.clientX, y: event.clientY };
  });
  document.addEventListener("pointermove", (event) => {
    if (!pressed) return;
    if (!moving && Math.hypot(event.clientX - pressed.x, event.clientY - pressed.y) > 6) lift(pressed.cell);
    if (!moving) return;
    const over = document.elementFromPoint(event.clientX, event.clientY)?.closest(".grid td");
    if (moving.over !== over) { moving.over?.classList.remove("over"); over?.classList.add("over"); moving.over = over; }
  });
  document.addEventListener("pointerup", (event) => {
    if (pressed && moving) put(document.elementFromPoint(event.clientX, event.clientY)?.closest(".grid td"), event.ctrlKey);
    pressed = null;
  });
  grid.addEventListener("dblclick", (event) => { const cell = event.target.closest("td"); if (cell && placeOf(cell)) enter(cell); });
  // A tap opens the panel, from which a duty is changed; after "move" the next tap is where to.
  grid.addEventListener("click", (event) => {
    const cell = event.target.closest("td");
    if (event.target.closest(".team button")) { fold(event.target.closest("tbody")); return; }
    if (cell && placeOf(cell) && (event.pointerType === "touch" || !edits)) { const place = placeOf(cell); go(place.row, place.column); open(cell); }
  });
}
function fold(body) {
  const closed = body.classList.toggle("closed");
  body.querySelector(".team button").setAttribute("aria-expanded", String(!closed));
  const cell = at && cellAt(at.row, at.column);
  read();
  if (cell) { const place = placeOf(cell); at = from = place && place.row >= 0 ? place : null; if (!at) { cell.removeAttribute("tabindex"); start(); } }
}
function enter(cell) { if (edits) openMenu(cell); else open(cell, true); }

// Clipboard: TSV, as Excel and WPS write and read it.
function tsv() { return range().map((line) => line.map((cell) => (onLeave(cell) ? board.dataset.leave : textOf(cell))).join("\t")).join("\n"); }
function inGrid() { return at && grid.contains(document.activeElement) && !menu; }
function clear() { change(range().flat().filter((cell) => textOf(cell) && !onLeave(cell)).map((cell) => ({ agent_id: who(cell), date: when(cell), text: "" }))); }
function clipboard() {
  document.addEventListener("copy", (event) => { if (inGrid()) { event.clipboardData.setData("text/plain", tsv()); event.preventDefault(); tell(say("已复制", "copied")); } });
  document.addEventListener("cut", (event) => { if (inGrid() && edits) { event.clipboardData.setData("text/plain", tsv()); event.preventDefault(); clear(); } });
  document.addEventListener("paste", (event) => { if (inGrid() && edits) { event.preventDefault(); paste(event.clipboardData.getData("text/plain")); } });
}
async function paste(text) {
  const lines = text.replace(/\r/g, "").replace(/\n$/, "").split("\n").map((line) => line.split("\t"));
  const top = Math.min(from.row, at.row), left = Math.min(from.column, at.column), cells = [];
  const whole = range();
  // One cell fills the whole selection.
  const single = lines.length === 1 && lines[0].length === 1;
  const height = single ? whole.length : lines.length, width = single ? whole[0].length : Math.max(...lines.map((line) => line.length));
  for (let row = 0; row < height; row += 1) for (let column = 0; column < width; column += 1) {
    const cell = cellAt(top + row, left + column), value = single ? lines[0][0] : lines[row][column] ?? "";
    if (!cell || left + column >= days.length || (onLeave(cell) && (!value.trim() || value.trim() === board.dataset.leave))) continue;
    cells.push({ agent_id: who(cell), date: when(cell), text: value });
  }
  if (cells.length <= 1) { change(cells); return; }
  const dry = await send(`${api}/edits`, { cells, dry_run: true });
  if (!dry) return;
  if (dry.status === 422) {
    for (const fault of dry.body.faults) mark(fault.field);
    await ask(say("有些格子读不懂,什么都没有保存", "Some cells are not understood; nothing is saved"), { faults: dry.body.faults });
    focusBack();
    return;
  }
  if (!dry.ok) { toast(dry.body.detail); return; }
  const told = dry.body, worse = told.worse.length;
  const title = say(`${told.changed} 格变更${worse ? `,${worse} 项新违规` : ""}`, `${told.changed} cells change${worse ? `, ${worse} new breaches` : ""}`);
  const sum = `${signed(Math.round(told.points_more))} ${say("分", "points")}`;
  if (told.changed && await ask(title, { text: sum, refusals: told.worse.map((item) => ({ ...item, allowed: item.required })), yes: worse ? say("仍保存", "Save anyway") : say("粘贴", "Paste"), danger: worse > 0 })) await change(cells, { accept: [...new Set(told.worse.map((item) => item.rule))] });
  focusBack();
}

// Keys.
function set(text) { change(range().flat().filter((cell) => !onLeave(cell) && !cell.classList.contains("ne")).map((cell) => ({ agent_id: who(cell), date: when(cell), text }))); }
async function pin() {
  const cells = range().flat(), on = !cells.every((cell) => cell.classList.contains("pn"));
  const row = (cell) => { const [code, job] = textOf(cell).split("/"); return { agent_id: who(cell), date: when(cell), ...(on ? { shift: onLeave(cell) || !code ? "off" : code, ...(job ? { job } : {}) } : {}) }; };
  const answer = await send(`${api}/pins`, on ? { fixed: cells.map(row) } : { freed: cells.map(row) });
  if (!answer?.ok) { if (answer) toast(answer.body.detail); return; }
  tell(on ? say("已固定", "pinned") : say("已取消固定", "unpinned"));
  refresh([...new Set(cells.map(who))]);
}
function nextFinding() {
  const cells = [...grid.querySelectorAll("td.hb")];
  const marked = cells.length ? cells : [...grid.querySelectorAll("td.pr")];
  if (!marked.length) { tell(say("没有问题", "no findings")); return; }
  const here = at ? cellAt(at.row, at.column) : null;
  const next = marked.find((cell) => here && here.compareDocumentPosition(cell) & Node.DOCUMENT_POSITION_FOLLOWING) ?? marked[0];
  const place = placeOf(next);
  if (place) { go(place.row, place.column); open(next); }
}
const STEPS = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1], PageUp: [-12, 0], PageDown: [12, 0] };
function keys() {
  grid.addEventListener("keydown", (event) => {
    if (menu || !at || event.target.closest("button") || event.isComposing) return;
    const { key } = event, wide = event.shiftKey, control = event.ctrlKey || event.metaKey, cell = cellAt(at.row, at.column);
    const stop = () => event.preventDefault();
    if (STEPS[key]) { stop(); go(at.row + STEPS[key][0], at.column + STEPS[key][1], wide); return; }
    if (key === "Home") { stop(); go(control ? 0 : at.row, 0, wide); return; }
    if (key === "End") { stop(); go(control ? rows.length - 1 : at.row, days.length - 1, wide); return; }
    if (control) {
      if (!edits) return;
      if (key.toLowerCase() === "z") { stop(); if (wide) redo(); else undo(); }
      else if (key.toLowerCase() === "y") { stop(); redo(); }
      else if (key.toLowerCase() === "a") { stop(); from = { row: 0, column: 0 }; at = { row: rows.length - 1, column: days.length - 1 }; paint(); }
      return;
    }
    if (event.altKey) return;
    if (key === "Enter" || key === "F2") { stop(); if (moving) put(cell, false); else enter(cell); return; }
    if (key === "Escape") { if (moving) drop(); else { from = at; paint(); } return; }
    if (key === "f") { stop(); nextFinding(); return; }
    if (!edits) return;
    if (key === "0" || key === "Delete" || key === "Backspace") { stop(); set(""); return; }
    const digit = legend.find((item) => item.key === key && key !== "0");
    if (digit) { stop(); set(digit.code); return; }
    if (key === "m") { stop(); lift(cell); return; }
    if (key === "p") { stop(); pin(); return; }
    // Capitals are always codes, small letters where they mean nothing else.
    const named = legend.find((item) => item.code === key) ?? legend.find((item) => item.code === key.toUpperCase());
    if (named && key.length === 1) { stop(); set(named.code); }
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "/" && !inField(event)) { event.preventDefault(); document.getElementById("find").focus(); }
    if ((event.key === "[" || event.key === "]") && !inField(event)) document.querySelector(`.tabs [rel=${event.key === "[" ? "prev" : "next"}]`)?.click();
  });
}
function start() { const first = cellAt(0, 0); if (first) { first.tabIndex = 0; at = from = { row: 0, column: 0 }; } }

if (grid) {
  read();
  start();
  grid.addEventListener("focusin", (event) => { const place = event.target.tagName === "TD" && placeOf(event.target); if (place && (place.row !== at?.row || place.column !== at?.column)) { at = from = place; } });
  pointer();
  keys();
  clipboard();
  if (edits) {
    document.querySelector(".undo").hidden = false;
    undoButton.addEventListener("click", undo);
    redoButton.addEventListener("click", redo);
    recall();
    const kept = JSON.parse(sessionStorage.getItem("redo") ?? "null");
    sessionStorage.removeItem("redo");
    if (kept?.page === page) for (const step of kept.steps) commit(step.body, step.way);
  }
  ready();
  const chosen = new URLSearchParams(location.search).get("cell");
  if (chosen && innerWidth > 720) {
    const [person, day] = split(chosen), row = rows.findIndex((item) => item.dataset.a === person), column = days.indexOf(day);
    if (row >= 0 && column >= 0) go(row, column);
  }
}
// A phone turns a day's page by a swipe.
const list = document.querySelector(".day-list");
let touched = null;
list?.addEventListener("touchstart", (event) => { touched = event.touches[0]; }, { passive: true });
list?.addEventListener("touchend", (event) => {
  const last = event.changedTouches[0], across = last.clientX - touched.clientX;
  if (Math.abs(across) > 80 && Math.abs(last.clientY - touched.clientY) < 40) list.querySelector(`[rel=${across > 0 ? "prev" : "next"}]`)?.click();
}, { passive: true });
