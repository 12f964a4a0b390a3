"""What all parts of the host use."""

import os
import sys
import time

# No .pyc beside a user's files, in spawned processes neither.
sys.dont_write_bytecode = True


# As a default, a clock is out of reach of libraries that fake time for tests.
def now_ms(clock=time.monotonic_ns):
    """Milliseconds on CLOCK_MONOTONIC: comparable between the processes of one machine."""
    return clock() / 1e6


class Refusal(Exception):
    """Something that cannot be done as asked, in words that need no stack."""


# Folder of the user's module: the frames that a failure tells are those of files in it.
user_folder = None


def set_user_folder(folder):
    global user_folder
    user_folder = folder


def words_of(error):
    """An error's name and message, then the frames in files of the user, innermost first."""
    if isinstance(error, Refusal):
        return str(error)
    frames = frames_of(error)
    message = str(error)
    return "\n".join([f"{type(error).__name__}: {message}" if message else type(error).__name__, *frames[:5]])


def frames_of(error):
    frames = []
    trace = error.__traceback__
    while trace is not None:
        code = trace.tb_frame.f_code
        if user_folder is not None and is_users(code.co_filename):
            file = os.path.relpath(code.co_filename, user_folder)
            frames.insert(0, f"    at {code.co_name} ({file}:{trace.tb_lineno})")
        if isinstance(error, MemoryError):
            release(trace.tb_frame)
        trace = trace.tb_next
    return frames


def is_users(path):
    return path.startswith(user_folder + os.sep) and "site-packages" not in path


def release(frame):
    """Lets go of what filled the memory: the error holds it, and there is none left to say so."""
    try:
        frame.clear()
    except RuntimeError:
        pass  # It runs still.
