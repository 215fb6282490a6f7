"""A mail server that speaks just enough SMTP to be sent to, and keeps what it was given."""

import contextlib
import email
import email.policy
import socketserver
import threading

LATER, NEVER = "451 try again later", "550 no such person here"


class _Session(socketserver.StreamRequestHandler):
    def say(self, line):
        self.wfile.write(f"{line}\r\n".encode())

    def handle(self):
        self.say("220 here")
        for raw in self.rfile:
            verb = raw.split(b":")[0].split()[0].upper()
            if verb == b"QUIT":
                return self.say("221 bye")
            if verb == b"RCPT" and self.server.refusing:
                self.say(LATER if self.server.refusing is True else self.server.refusing)
            elif verb == b"DATA":
                self.say("354 go on")
                self.keep()
                self.say("250 kept")
            else:
                self.say("250 ok")

    def keep(self):
        lines = []
        for raw in self.rfile:
            if raw == b".\r\n":
                break
            lines.append(raw.removeprefix(b"."))
        self.server.letters.append(email.message_from_bytes(b"".join(lines), policy=email.policy.default))


@contextlib.contextmanager
def post_office():
    """Serve on a free port; yields the server: `letters`, `refusing` (with an answer, or True: for now), `server_address`."""
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), _Session) as server:
        server.daemon_threads, server.letters, server.refusing = True, [], False
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server
        server.shutdown()
