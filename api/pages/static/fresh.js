// Asks every 20 s, while the page is looked at, whether it has changed; offers to load it, and moves nothing by itself.
const EVERY_MS = 20000;

export function watch() {
  const { fresh, etag } = document.body.dataset;
  const told = document.querySelector(".changed");
  if (!fresh || !told) return;
  const timer = setInterval(async () => {
    if (document.hidden) return;
    try {
      const answer = await fetch(fresh, { headers: { "If-None-Match": etag } });
      const now = answer.headers.get("ETag");
      if (answer.ok && now && now !== etag) {
        told.hidden = false;
        told.setAttribute("role", "status");
        clearInterval(timer);
      }
    } catch { /* offline: asked again later */ }
  }, EVERY_MS);
}
