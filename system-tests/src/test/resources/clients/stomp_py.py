"""stomp.py: stomp_py.py VERSION. Reads "send NUMBER BODY" and "leave"; prints one line for each event."""

import os
import sys

import stomp

room = os.environ["DAMSO_ROOM"]


def note(word, detail=""):
    sys.stdout.write(f"{word} {detail}\n")
    sys.stdout.flush()


class Listener(stomp.ConnectionListener):
    def on_message(self, frame):
        errors = frame.headers["destination"].startswith("/user/")
        note("failed" if errors else "received", frame.body)

    def on_receipt(self, frame):
        receipt = frame.headers["receipt-id"]
        if receipt in ("joined", "left"):
            note(receipt)
        else:
            note("receipt", receipt)

    def on_error(self, frame):
        note("failed", f"ERROR {frame.headers}")

    def on_heartbeat_timeout(self):
        note("failed", "no heart-beats")

    def on_disconnected(self):
        note("closed", "disconnected")


hosts = [("127.0.0.1", int(os.environ["DAMSO_PORT"]))]
if sys.argv[1] == "1.0":
    connection = stomp.StompConnection10(hosts)
elif sys.argv[1] == "1.1":
    connection = stomp.StompConnection11(hosts, heartbeats=(10000, 10000))
else:
    connection = stomp.StompConnection12(hosts, heartbeats=(10000, 10000))
connection.set_listener("", Listener())
connection.connect(wait=True, headers={"Authorization": "Bearer " + os.environ["DAMSO_TOKEN"]})
# Version 1.0 has no subscription ids.
ids = {} if sys.argv[1] == "1.0" else {"errors": "errors", "room": "room"}
connection.subscribe("/user/queue/errors", id=ids.get("errors"))
connection.subscribe(f"/topic/rooms.{room}", id=ids.get("room"), headers={"receipt": "joined"})

for line in sys.stdin:
    if line.startswith("send "):
        _, number, body = line.rstrip("\n").split(" ", 2)
        connection.send(f"/app/rooms.{room}.send", body, headers={"receipt": number})
    else:
        connection.disconnect(receipt="left")
