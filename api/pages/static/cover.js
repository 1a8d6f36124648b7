// Arrows walk the table of gaps; what takes a while is loaded when it is wanted.
import "./solve.js";

const heat = document.getElementById("heat");
if (heat) {
  const links = [...heat.querySelectorAll("td a")];
  if (links.length) (links.find((link) => link.hasAttribute("aria-current")) ?? links[0]).tabIndex = 0;
  heat.addEventListener("keydown", (event) => {
    const step = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] }[event.key];
    const cell = event.target.closest("td");
    if (!step || !cell) return;
    const row = cell.parentElement.parentElement.rows[cell.parentElement.sectionRowIndex + step[0]];
    const next = row?.cells[cell.cellIndex + step[1]]?.querySelector("a");
    if (!next) return;
    event.preventDefault();
    event.target.tabIndex = -1;
    next.tabIndex = 0;
    next.focus();
  });
}
