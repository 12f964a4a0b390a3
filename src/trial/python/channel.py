"""The channel to the runner: one JSON message a line, requests on file descriptor 3, replies on file descriptor 4."""

import json
import os
import sys

from basics import Refusal

REQUESTS, REPLIES = 3, 4

requests = None


def open_channel():
    """Takes the two pipes over; processes that this one starts do not get them."""
    global requests
    for descriptor in (REQUESTS, REPLIES):
        os.set_inheritable(descriptor, False)
    requests = open(REQUESTS, "rb")
    if hasattr(os, "register_at_fork"):
        host = os.getpid()
        os.register_at_fork(after_in_child=lambda: leave_channel(host))


def leave_channel(host):
    """What is forked must not hold the host's pipes open; what it forks itself has other files by those numbers."""
    if os.getppid() == host:
        os.close(REQUESTS)
        os.close(REPLIES)


def say(reply):
    message = (json.dumps(reply, allow_nan=False) + "\n").encode()
    try:
        while message:
            message = message[os.write(REPLIES, message) :]
    except OSError as error:
        # The runner is gone, or a task closed what is not its own.
        sys.stderr.write(f"{error}: the host cannot reply on file descriptor {REPLIES}\n")
        sys.stderr.flush()
        os._exit(1)


def next_request():
    line = requests.readline()
    if not line:
        os._exit(0)
    return json.loads(line)


def wait_for_close():
    if next_request().get("kind") != "close":
        raise Refusal("the host waits for a close request")
