"""
The strategies without a pool. A session is made before the clock starts, does all tasks in `run`, and ends its workers
in `close`.
"""

import threading

from basics import Refusal, now_ms, words_of
from own_module import load
from run_task import how_ended, outcome_of, record_of
from scheduling import start_stages


class Session:
    """
    Ways to map tasks on workers. `run` tells each outcome to `arrived` as soon as the caller has it. A session is made
    before the workload is loaded: files of a user's may have the names of modules that it imports.
    """

    has_processes = False
    workload = None

    def __init__(self, spec):
        self.spec = spec
        self.workers = spec["workers"]
        self.scheduling = spec.get("scheduling") or "next-free"

    def warm(self):
        raise Refusal(f"{self.spec['strategy']} keeps no workers: it cannot be warm")

    def explain(self):
        """Why answers are missing, where the session knows."""
        return None

    def close(self, given_up):
        pass


class Sequential(Session):
    def run(self, tasks, arrived):
        for task in tasks:
            arrived(outcome_of(self.workload, task))


class EventLoop(Session):
    """All tasks on one loop: coroutines take turns, a plain function blocks the others."""

    def __init__(self, spec):
        super().__init__(spec)
        import asyncio

        self.asyncio = asyncio

    def run(self, tasks, arrived):
        async def every():
            await self.asyncio.gather(*(self.one(task, arrived) for task in tasks))

        self.asyncio.run(every())

    async def one(self, task, arrived):
        try:
            arrived((task.index, *await self.record(task)))
        except Exception as error:
            arrived((task.index, None, words_of(error)))

    async def record(self, task):
        # The thread's account cannot be told apart by task: it is left out.
        start_ms = now_ms()
        result = (self.workload.run_async or self.workload.run)(task)
        if hasattr(result, "__await__"):
            result = await result
        return record_of(self.workload, task, start_ms, now_ms(), result)


class PerTask(Session):
    """A worker for every task."""

    def __init__(self, spec):
        super().__init__(spec)
        if spec.get("launch") == "all-at-once":
            self.workers, self.scheduling = float("inf"), "next-free"
        self.started = []
        self.stopped = False

    def run(self, tasks, arrived):
        for stage in start_stages(tasks, self.workers, self.scheduling):
            # A stage begins when the workers of the one before are gone, and not only their answers there.
            self.all_gone()
            self.run_stage(stage, arrived)

    def begin(self, rest, arrived):
        """Starts the next task of a lane. One whose worker cannot be started has failed, and the lane goes on."""
        while rest and not self.stopped:
            task = rest.pop(0)
            try:
                return self.start(task, rest)
            except Exception as error:
                arrived((task.index, None, words_of(error)))
        return None


class ThreadPerTask(PerTask):
    def __init__(self, spec):
        super().__init__(spec)
        import queue

        self.answers = queue.SimpleQueue()

    def start(self, task, rest):
        thread = threading.Thread(target=self.body, args=(task, rest), daemon=True)
        thread.start()
        self.started.append(thread)
        return thread

    def body(self, task, rest):
        outcome = (task.index, None, "the thread ended without an answer")
        try:
            outcome = outcome_of(self.workload, task)
        finally:
            # SystemExit ends a thread, and nobody is told.
            self.answers.put((outcome, threading.current_thread(), rest))

    def run_stage(self, lanes, arrived):
        running = sum(self.begin(rest, arrived) is not None for rest in lanes)
        while running:
            outcome, thread, rest = self.answers.get()
            arrived(outcome)
            running -= 1
            if rest:
                thread.join()
                running += self.begin(rest, arrived) is not None

    def all_gone(self):
        for thread in self.started:
            thread.join()
        self.started.clear()

    def close(self, given_up):
        if not given_up:
            self.all_gone()


class ProcessPerTask(PerTask):
    has_processes = True

    def __init__(self, spec):
        super().__init__(spec)
        self.context = context_for(spec)
        from multiprocessing import connection

        self.wait = connection.wait

    def start(self, task, rest):
        receiver, sender = self.context.Pipe(duplex=False)
        process = self.context.Process(target=answer_one, args=(sender, self.spec["workload"], task))
        try:
            process.start()
        finally:
            # The other end is the worker's alone: with the worker, the pipe ends.
            sender.close()
        self.started.append(process)
        return receiver, process, task.index, rest

    def run_stage(self, lanes, arrived):
        begun = (self.begin(rest, arrived) for rest in lanes)
        waited = {shot[0]: shot for shot in begun if shot is not None}
        # Answers are awaited, and the ends of workers whose places are needed.
        while any(ready is shot[0] or shot[3] for ready, shot in waited.items()):
            for ready in self.wait(list(waited)):
                receiver, process, index, rest = shot = waited.pop(ready)
                if ready is receiver:
                    arrived(self.receive(receiver, process, index))
                    if rest:
                        # Its place is free when it is gone.
                        waited[process.sentinel] = shot
                    continue
                self.end(process)
                following = self.begin(rest, arrived)
                if following is not None:
                    waited[following[0]] = following

    def receive(self, receiver, process, index):
        try:
            return receiver.recv()
        except EOFError:
            process.join()
            return (index, None, f"the worker ended without an answer ({how_ended(process.exitcode)})")
        finally:
            receiver.close()

    def all_gone(self):
        for process in list(self.started):
            self.end(process)

    def end(self, process):
        if process in self.started:
            self.started.remove(process)
            process.join()
            # Each has a file of its own that is open here.
            process.close()

    def close(self, given_up):
        # The tasks that are given up must not be followed by others.
        self.stopped = given_up
        for process in list(self.started) if given_up else ():
            process.kill()
        self.all_gone()


def answer_one(sender, workload_id, task):
    """A process for one task: does it, answers, ends."""
    outcome = outcome_of(load(workload_id), task)
    try:
        sender.send(outcome)
    except Exception as error:
        sender.send((task.index, None, f"the result could not be pickled: {words_of(error)}"))


def context_for(spec):
    import multiprocessing

    method = spec.get("more", {}).get("start-method")
    if method is not None and method not in multiprocessing.get_all_start_methods():
        offered = ", ".join(multiprocessing.get_all_start_methods())
        raise Refusal(f"this Python has no start method {method}: it has {offered}")
    return multiprocessing.get_context(method)
