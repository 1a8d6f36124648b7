// A file dropped on the form is chosen by it.
const zone = document.getElementById("drop");
if (zone) {
  const input = zone.querySelector("[type=file]");
  for (const name of ["dragover", "dragenter"]) zone.addEventListener(name, (event) => { event.preventDefault(); zone.classList.add("over"); });
  for (const name of ["dragleave", "drop"]) zone.addEventListener(name, () => zone.classList.remove("over"));
  zone.addEventListener("drop", (event) => {
    event.preventDefault();
    if (event.dataTransfer.files.length) { input.files = event.dataTransfer.files; zone.requestSubmit(); }
  });
  zone.addEventListener("submit", () => { const bar = document.getElementById("sent"); bar.hidden = false; bar.removeAttribute("value"); });
}
