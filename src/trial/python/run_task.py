"""One task, as the worker that runs it sees it."""

import os
import threading
import time

from basics import now_ms, words_of
from calls import finished
from own_module import load


class Account:
    """The kernel's account of a thread: opened in the thread, which it then belongs to, and closed when that ends."""

    def __init__(self):
        self.seen_ns = 0
        try:
            self.file = os.open("/proc/thread-self/schedstat", os.O_RDONLY)
        except OSError:
            self.file = None

    def queue_ns(self):
        """Time that this thread waited for a core. It is up to date when the thread's CPU time was read just before."""
        if self.file is None:
            return None
        self.seen_ns = int(os.pread(self.file, 128, 0).split()[1])
        return self.seen_ns

    def __del__(self):
        if self.file is not None:
            os.close(self.file)


of_thread = threading.local()


def own_account():
    if not hasattr(of_thread, "account"):
        of_thread.account = Account()
    return of_thread.account


def forget_account():
    """A forked process has the file of the thread that forked it."""
    of_thread.__dict__.clear()


def forget_waits(cpu_time=time.thread_time_ns):
    """Leaves out the time that this thread waited so far: its next task's `waitBeforeMs` counts from here."""
    cpu_time()
    own_account().queue_ns()


def run_task(workload, task, cpu_time=time.thread_time_ns):
    """Runs one task; its record and its value."""
    account = own_account()
    seen_ns = account.seen_ns
    cpu_ns = cpu_time()
    queue_ns = account.queue_ns()
    start_ms = now_ms()
    result = workload.run(task)
    if workload.own is not None:
        result = finished(result)
    end_ms = now_ms()
    cpu_after_ns = cpu_time()
    queue_after_ns = account.queue_ns()
    record, value = record_of(workload, task, start_ms, end_ms, result)
    record["cpuMs"] = (cpu_after_ns - cpu_ns) / 1e6
    if queue_ns is not None:
        record["queueMs"] = (queue_after_ns - queue_ns) / 1e6
        record["waitBeforeMs"] = (queue_ns - seen_ns) / 1e6
    return record, value


def record_of(workload, task, start_ms, end_ms, result):
    if workload.own is not None:
        result = (0, result)
    checksum, value = result if isinstance(result, tuple) else (result, None)
    figures = {"cpuMs": None, "queueMs": None, "waitBeforeMs": None}
    worker = os.getpid() * 2**22 + threading.get_native_id() % 2**22
    record = {
        "index": task.index,
        "worker": worker,
        "startMs": start_ms,
        "endMs": end_ms,
        "checksum": checksum,
        **figures,
    }
    return record, value


def outcome_of(workload, task):
    """Index, record and value of a task; for one that failed index, None and the words."""
    try:
        return (task.index, *run_task(workload, task))
    except Exception as error:
        return (task.index, None, words_of(error))


def work(job):
    """The outcomes of a pool's job, which is one task or a chunk. The failure of one leaves the others alone."""
    workload_id, tasks = job
    workload = load(workload_id)
    return [outcome_of(workload, task) for task in tasks]


def how_ended(exit_code):
    if exit_code is None or exit_code >= 0:
        return f"exit code {exit_code}"
    import signal

    return signal.Signals(-exit_code).name
