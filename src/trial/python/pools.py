"""The strategies that keep their workers."""

import os
import threading
import time

from basics import now_ms, words_of
from own_module import load
from run_task import forget_waits, how_ended, work
from scheduling import pool_batches
from strategies import EventLoop, ProcessPerTask, Sequential, Session, ThreadPerTask, context_for


class ThreadPool(Session):
    executor = None

    def __init__(self, spec):
        super().__init__(spec)
        import concurrent.futures.thread

        self.futures = concurrent.futures

    def open(self):
        if self.executor is None:
            self.executor = self.futures.ThreadPoolExecutor(self.workers)

    def warm(self):
        self.open()
        # Nobody passes before all are there: then each worker is started.
        barrier = threading.Barrier(self.workers)

        def ping():
            barrier.wait()
            forget_waits()

        for pinged in [self.executor.submit(ping) for _ in range(self.workers)]:
            pinged.result()

    def run(self, tasks, arrived):
        self.open()
        for batch in pool_batches(tasks, self.workers, self.scheduling):
            jobs = {self.executor.submit(work, (self.spec["workload"], job)): job for job in batch}
            for done in self.futures.as_completed(jobs):
                error = done.exception()
                lost = [(task.index, None, words_of(error)) for task in jobs[done]] if error else ()
                for outcome in lost or done.result():
                    arrived(outcome)

    def close(self, given_up):
        self.executor.shutdown(wait=not given_up)


# A pool's processes are looked at so often while it is silent, and so long it may be silent when one of them has ended.
LOOK_S = 0.25
SILENCE_MS = 1500


class ProcessPool(Session):
    has_processes = True
    pool = None

    def __init__(self, spec):
        super().__init__(spec)
        self.context = context_for(spec)
        import multiprocessing.pool

        self.TimeoutError = multiprocessing.TimeoutError
        self.processes = {}
        self.newest = 0
        # When more was last missing than ended processes may have lost.
        self.awaited_ms = 0
        self.given_up = False

    def open(self):
        if self.pool is None:
            self.pool = self.context.Pool(self.workers)
            self.look()
            self.first = self.newest

    def warm(self):
        self.open()
        seen = set()
        while len(seen) < self.workers:
            seen.update(self.pool.map(ping, [self.spec["workload"]] * self.workers, 1))

    def run(self, tasks, arrived):
        self.open()
        for batch in pool_batches(tasks, self.workers, self.scheduling):
            self.run_batch(batch, arrived)
            if self.given_up:
                return

    def run_batch(self, batch, arrived):
        answers = self.pool.imap_unordered(work, [(self.spec["workload"], job) for job in batch], 1)
        missing = {tuple(task.index for task in job) for job in batch}
        unnamed = []
        last_ms = now_ms()
        while len(missing) > len(unnamed):
            try:
                outcomes = answers.next(timeout=LOOK_S)
            except self.TimeoutError:
                if self.is_lost(len(missing), last_ms):
                    return
                continue
            except Exception as error:
                # What cannot be pickled on its way; the pool does not say whose it is.
                reason = getattr(error, "exc", None)
                unnamed.append(f"the result could not be pickled: {reason}" if reason else words_of(error))
                continue
            last_ms = now_ms()
            missing.discard(tuple(index for index, _, _ in outcomes))
            for outcome in outcomes:
                arrived(outcome)
        for job, words in zip(sorted(missing), unnamed):
            for index in job:
                arrived((index, None, words))

    def is_lost(self, missing, last_ms):
        """Whether what is missing will never come. A job a process may be lost; the others are still awaited."""
        self.look()
        if self.newest - self.first < missing:
            self.awaited_ms = now_ms()
        self.given_up = now_ms() - max(last_ms, self.awaited_ms) > SILENCE_MS
        return self.given_up

    def look(self):
        """Counts the processes: the pool starts another for one that ended, but nobody does its job again."""
        for process in list(self.pool._pool):
            number = process._identity[-1]
            self.processes[number] = process
            self.newest = max(self.newest, number)

    def explain(self):
        ended = [process.exitcode for process in self.processes.values() if process.exitcode is not None]
        if not ended:
            return None
        return f"a worker of the pool ended ({how_ended(ended[-1])}): multiprocessing.Pool never answers for its task"

    def close(self, given_up):
        if given_up:
            self.pool.terminate()
        else:
            self.pool.close()
        self.pool.join()


def ping(workload_id):
    """Loads the workload, stays for a moment so that the next ping goes to another worker, and says which one it is."""
    load(workload_id)
    time.sleep(0.005)
    forget_waits()
    return os.getpid()


STRATEGIES = {
    "sequential": Sequential,
    "event-loop": EventLoop,
    "thread-per-task": ThreadPerTask,
    "thread-pool": ThreadPool,
    "process-per-task": ProcessPerTask,
    "process-pool": ProcessPool,
}
