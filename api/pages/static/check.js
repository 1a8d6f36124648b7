// What the rules say of a form while one types: asked half a second after the last key, shown under the form.
const form = document.querySelector("form[data-check]");
const told = document.querySelector("#told");
const act = form?.querySelector("button.primary");
let timer, number = 0;

function mark() {
  for (const one of form.querySelectorAll("[aria-invalid]")) one.removeAttribute("aria-invalid");
  for (const one of told.querySelectorAll("[data-field]")) form.elements[one.dataset.field]?.setAttribute("aria-invalid", "true");
}

async function ask() {
  const mine = ++number;
  const query = new URLSearchParams(new FormData(form));
  query.delete("key");
  const busy = setTimeout(() => told.setAttribute("aria-busy", "true"), 300);
  try {
    const answer = await fetch(`${form.dataset.check}?${query}`);
    if (answer.ok && mine === number) {
      told.innerHTML = await answer.text();
      act?.classList.toggle("primary", !told.querySelector(".bad"));
      mark();
    }
  } catch { /* offline: the form itself will say so */ } finally {
    clearTimeout(busy);
    told.removeAttribute("aria-busy");
  }
}

if (form) {
  form.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(ask, 500); });
  const [start, end] = [form.elements.start, form.elements.end];
  start?.addEventListener("change", () => { if (end && (!end.value || end.value < start.value)) end.value = start.value; });
  // The nearest way that a refusal offers fills the form, and what is typed stays.
  told.addEventListener("click", (event) => {
    const way = event.target.closest("a.take");
    if (!way) return;
    event.preventDefault();
    for (const [name, value] of new URL(way.href).searchParams) {
      const field = form.elements[name];
      if (field.type === "checkbox") field.checked = true; else field.value = value;
      field.closest("details")?.setAttribute("open", "");
    }
    ask();
  });
  if ("asked" in form.dataset) ask(); // else nothing has been said yet that could be judged
}
