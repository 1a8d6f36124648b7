"""A mail server, a webhook's receiver and a group robot's service on loopback, which take, refuse or lose posts."""

import email
import email.policy
import json
import socketserver
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class Mailbox:
    """A small SMTP server (RFC 5321): `refuse` says how many messages it turns away first."""

    def __init__(self, refuse: int = 0) -> None:
        self.got, self.refuse, self.lock = [], refuse, threading.Lock()
        mailbox = self

        class Handler(socketserver.StreamRequestHandler):
            def say(self, line: str) -> None:
                self.wfile.write(f"{line}\r\n".encode())

            def handle(self) -> None:
                self.say("220 here")
                while line := self.rfile.readline():
                    verb = line[:4].upper().decode()
                    if verb == "QUIT":
                        self.say("221 bye")
                        return
                    if verb == "DATA":
                        self.say("354 go on")
                        lines = []
                        while (part := self.rfile.readline()) not in {b".\r\n", b""}:
                            lines.append(part.removeprefix(b"."))
                        self.say("250 taken" if mailbox.take(b"".join(lines)) else "451 later")
                    else:
                        self.say("250 ok")

        self.server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.url = f"smtp://127.0.0.1:{self.server.server_address[1]}"
        self.thread = threading.Thread(target=self.server.serve_forever, daemon=True)
        self.thread.start()

    def take(self, data: bytes) -> bool:
        with self.lock:
            if self.refuse > 0:
                self.refuse -= 1
                return False
            self.got.append(email.message_from_bytes(data, policy=email.policy.default))
            return True

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()
        self.thread.join()


class Hook:
    """A webhook's receiver: `answers` are the statuses it gives first, then 200."""

    def __init__(self, answers: tuple[int, ...] = ()) -> None:
        self.got, self.answers, self.lock = [], list(answers), threading.Lock()
        hook = self

        class Handler(BaseHTTPRequestHandler):
            def log_message(self, *_):
                pass

            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"]))
                with hook.lock:
                    status = hook.answers.pop(0) if hook.answers else 200
                    if status == 200:
                        hook.got.append((dict(self.headers), body))
                self.send_response(status)
                self.send_header("Content-Length", "0")
                self.end_headers()

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}/hook"
        self.thread = threading.Thread(target=self.server.serve_forever, daemon=True)
        self.thread.start()

    close = Mailbox.close


class Robot:
    """A service of group robots: it answers with status 200 always; `answers` are what it says first, then yes."""

    def __init__(self, answers: tuple[dict, ...] = ()) -> None:
        self.got, self.answers, self.lock = [], list(answers), threading.Lock()
        robot = self

        class Handler(BaseHTTPRequestHandler):
            def log_message(self, *_):
                pass

            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"]))
                with robot.lock:
                    answer = robot.answers.pop(0) if robot.answers else {"errcode": 0, "errmsg": "ok"}
                    if not answer["errcode"]:
                        robot.got.append((self.path, dict(self.headers), body))
                data = json.dumps(answer).encode()
                self.send_response(200)
                self.send_header("Content-Length", str(len(data)))
                self.end_headers()
                self.wfile.write(data)

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}/robot"
        self.thread = threading.Thread(target=self.server.serve_forever, daemon=True)
        self.thread.start()

    close = Mailbox.close
