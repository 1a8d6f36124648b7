"""Steps at a browser that end when what they lead to has loaded."""

PATIENCE = 180_000
"""How long something is waited for, in ms: a machine with much else to do answers late."""
STAY = """
const wait = window.setTimeout;
window.setTimeout = (act, after, ...given) => wait(act, after === 8000 ? 1e9 : after, ...given);
"""
"""A toast goes after eight seconds: a machine with much else to do looks later."""
WATCH = """
window.__violations = [];
document.addEventListener("securitypolicyviolation", (event) => window.__violations.push(event.violatedDirective));
"""


def follow(page, pressed) -> None:
    """Press what leads to another page; back when that one has loaded, its modules too."""
    with page.expect_navigation():
        pressed.click()


class Visitor:
    """Somebody at a browser: what goes wrong on a page is kept."""

    def __init__(self, world, page):
        self.world, self.page, self.wrong = world, page, []
        page.on("console", lambda message: message.type == "error" and self.wrong.append(message.text))
        page.on("pageerror", lambda error: self.wrong.append(str(error)))

    def goto(self, path):
        return self.page.goto(self.world.base + path)

    def follow(self, pressed):
        """Press what leads to another page; back when that one has loaded, its modules too."""
        follow(self.page, pressed)

    def text(self):
        """What stands on a page that has loaded."""
        return self.page.inner_text("main")

    def violations(self):
        return self.page.evaluate("window.__violations")
