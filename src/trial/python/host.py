"""
The host: a process that is started fresh, is sent one request, and is gone afterwards. It loads nothing but what the
strategy and the workload under test need, and prints nothing.

This is the last part of the host. The build joins all parts to one file; processes that are spawned import it again, as
`__mp_main__`, so whatever costs time is imported where it is needed.
"""

import os
import sys
import threading

from basics import Refusal, words_of
from channel import REPLIES, next_request, open_channel, say
from pools import STRATEGIES
from run_task import forget_account
from sizes import calibrate, describe, probe
from trial import run_trial
from workloads import WORKLOADS

PROTOCOL = 1


def about(_request):
    """What this interpreter is, and what the host can do on it."""
    import multiprocessing
    import platform
    import sysconfig

    built_free = bool(sysconfig.get_config_var("Py_GIL_DISABLED"))
    locked = getattr(sys, "_is_gil_enabled", lambda: True)()
    return {
        "kind": "about",
        "protocol": PROTOCOL,
        "language": "Python",
        "version": platform.python_version() + ("t" if built_free else ""),
        "implementation": platform.python_implementation(),
        "executable": sys.executable,
        "freeThreaded": built_free and not locked,
        "startMethod": multiprocessing.get_start_method(),
        "startMethods": multiprocessing.get_all_start_methods(),
        "strategies": list(STRATEGIES),
        "workloads": list(WORKLOADS),
    }


ANSWERS = {
    "about": about,
    "trial": lambda request: {"kind": "report", "report": run_trial(request["spec"])},
    "calibrate": calibrate,
    "probe": probe,
    "describe": describe,
}


def answer(request):
    if request.get("protocol", PROTOCOL) != PROTOCOL:
        raise Refusal(f"this host speaks version {PROTOCOL} of the protocol, not {request['protocol']}")
    if request.get("kind") not in ANSWERS:
        raise Refusal(f"there is no request {request.get('kind')}: this host knows {', '.join(ANSWERS)}")
    return ANSWERS[request["kind"]](request)


def main():
    # A user's module may be called as this file.
    own_folder = os.path.dirname(os.path.abspath(__file__))
    sys.path[:] = [folder for folder in sys.path if folder != own_folder]
    open_channel()
    if hasattr(os, "register_at_fork"):
        os.register_at_fork(after_in_child=forget_account)
    try:
        reply = answer(next_request())
    except SystemExit as error:
        sys.stderr.write(words_of(error))
        raise
    except Exception as error:
        reply = {"kind": "failed", "message": words_of(error)}
    say(reply)
    os.close(REPLIES)
    left = [thread for thread in threading.enumerate() if thread is not threading.main_thread() and not thread.daemon]
    if left or reply.get("report", {}).get("hung"):
        # Threads and processes that go on would hold up an orderly end.
        os._exit(0)


if __name__ == "__main__":
    main()
