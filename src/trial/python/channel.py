"""The channel to the runner: one JSON message a line, requests on file descriptor 3, replies on file descriptor 4."""

import json
import os
import sys

from basics import Refusal

REQUESTS, REPLIES = 3, 4
# Exit code of a host whose pipe was closed (EX_IOERR): its standard error may be closed as well.
CANNOT_REPLY = 74

requests = None
# What the pipe of requests is, by the system's number: a task may close it, and open something else by its number.
own_pipe = None


def open_channel():
    """Takes the two pipes over; processes that this one starts do not get them."""
    global requests, own_pipe
    for descriptor in (REQUESTS, REPLIES):
        os.set_inheritable(descriptor, False)
    requests = open(REQUESTS, "rb")
    own_pipe = os.fstat(REQUESTS).st_ino
    if hasattr(os, "register_at_fork"):
        host = os.getpid()
        os.register_at_fork(after_in_child=lambda: leave_channel(host))


def leave_channel(host):
    """What is forked must not hold the host's pipes open; what it forks itself has other files by those numbers."""
    if os.getppid() == host:
        os.close(REQUESTS)
        os.close(REPLIES)


# A module may put others in the place of what is used here: as defaults these stay.
def say(reply, dumps=json.dumps, write=os.write):
    message = (dumps(reply, allow_nan=False) + "\n").encode()
    try:
        while message:
            message = message[write(REPLIES, message) :]
    except OSError as error:
        # The runner is gone, or a task closed what is not its own.
        try:
            sys.stderr.write(f"{error}: the host cannot reply on file descriptor {REPLIES}\n")
            sys.stderr.flush()
        finally:
            os._exit(CANNOT_REPLY)


def next_request(loads=json.loads):
    line = requests.readline()
    if not line:
        os._exit(0)
    return loads(line)


def wait_for_close():
    """Says that the work is done, and waits for permission to close the workers."""
    if not is_ours():
        raise Refusal(f"file descriptor {REQUESTS} was closed by the task: the host needs it")
    say({"kind": "worked"})
    if next_request().get("kind") != "close":
        raise Refusal("the host waits for a close request")


def is_ours():
    try:
        return os.fstat(REQUESTS).st_ino == own_pipe
    except OSError:
        return False
