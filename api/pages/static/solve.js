// A job watched while it runs, and what takes a while loaded when it is wanted.
import { say } from "./desk.js";

const job = document.getElementById("job");
const at = (id) => document.getElementById(id);
const clock = (seconds) => `${Math.floor(seconds / 60)}:${String(Math.floor(seconds % 60)).padStart(2, "0")}`;
const number = (value) => (value === null ? "–" : Math.round(value).toLocaleString("en"));

// Minutes of one's own that are typed are meant.
document.addEventListener("input", (event) => {
  if (event.target.name === "own") event.target.form.querySelector("[name=seconds][value=own]").checked = true;
});

if (job?.dataset.running) {
  const address = `/api/v1/jobs/${job.dataset.job}`;
  let source, drawn = "", told = 0, began = null;
  const write = (id, text) => { const place = at(id); if (place && place.textContent !== text) place.textContent = text; };
  async function draw() {
    const answer = await fetch(`/jobs/${job.dataset.job}/chart`).catch(() => null);
    if (answer?.ok && at("chart")) {
      const open = at("chart").querySelector("details")?.open;
      at("chart").innerHTML = await answer.text();
      if (open) at("chart").querySelector("details").open = true;
    }
  }
  function show(state) {
    if (state.status === "running") write("state", say("求解中", "Solving"));
    began = state.seconds ? Date.now() - state.seconds * 1000 : began;
    write("objective", number(state.objective));
    write("bound", number(state.bound));
    write("gap", state.gap === null ? "–" : `${(state.gap * 100).toFixed(1)} %`);
    const now = `${state.objective}/${state.bound}`;
    if (at("chart") && now !== drawn) { drawn = now; draw(); }
    if (state.objective !== null && Date.now() - told > 10000) {
      told = Date.now();
      const gap = at("gap").textContent;
      write("said", say(`目标 ${number(state.objective)},差距 ${gap}`, `objective ${number(state.objective)}, gap ${gap}`));
    }
  }
  setInterval(() => {
    if (began === null) return;
    const seconds = Math.min((Date.now() - began) / 1000, Number(job.dataset.limit) + 15);
    write("seconds", clock(seconds));
    if (at("bar")) at("bar").value = Math.min(100, (100 * seconds) / Number(job.dataset.limit));
  }, 1000);
  function listen() {
    source = new EventSource(`${address}/events`);
    source.addEventListener("progress", (event) => show(JSON.parse(event.data)));
    source.addEventListener("end", () => { source.close(); location.reload(); });
  }
  // A hidden tab holds no connection: browsers have six for a host.
  document.addEventListener("visibilitychange", () => { if (document.hidden) source.close(); else listen(); });
  addEventListener("pagehide", () => source.close());
  listen();
}

for (const place of document.querySelectorAll("[data-load]")) {
  const button = place.querySelector("a");
  button.addEventListener("click", async (event) => {
    event.preventDefault();
    place.setAttribute("aria-busy", "true");
    button.textContent = say("正在计算,约十几秒…", "Working it out, some ten seconds…");
    const answer = await fetch(place.dataset.load).catch(() => null);
    if (answer?.ok) place.innerHTML = await answer.text();
    else button.textContent = say("未能算出,再试", "It did not work; try again");
    place.removeAttribute("aria-busy");
  });
}
