"""The workloads: the same work and the same checksums as in Node, written as plain Python."""

import os
import sys
import threading
import time

from usage import limit_memory

MASK = 0xFFFFFFFF


class Input:
    """Input of a task: index, n, offset, seed, scratch, prepared, more, shared (of all tasks), payload (arguments)."""

    def __init__(self, **fields):
        self.__dict__.update(fields)


class Workload:
    """What a task does. `run` gives a checksum, or a checksum and a value; that of a user's module gives its value."""

    title = ""
    bound = None
    division = "tasks"
    order = 1
    deadline_ms = None
    # The same work as a coroutine, where an event loop can do something else meanwhile.
    run_async = None
    prepare = None
    observe = None
    own = None

    def __init__(self, run, **traits):
        self.run = run
        self.__dict__.update(traits)


def random_at(seed, counter):
    """The 32-bit integer at a place of the sequence of a seed (MurmurHash3's finaliser by Appleby, public domain)."""
    h = (seed ^ (counter + 1) * 0x9E3779B1) & MASK
    h = (h ^ h >> 16) * 0x85EBCA6B & MASK
    h = (h ^ h >> 13) * 0xC2B2AE35 & MASK
    return h ^ h >> 16


def draw_numbers(seed, n):
    mixed = 0
    for i in range(n):
        mixed ^= random_at(seed, i)
    return mixed


def random_loop(task):
    return draw_numbers(task.seed + task.index, task.n)


def random_sum(task):
    seed, offset = task.seed, task.offset
    numbers = []
    for i in range(task.n):
        numbers.append(random_at(seed, offset + i) % 11)
    total = 0
    for number in numbers:
        total += number
    return total


def list_append(task):
    seed = task.seed + task.index
    numbers = []
    for i in range(task.n):
        numbers.append(random_at(seed, i) / 2**32)
    return len(numbers) + int((numbers[-1] if numbers else 0) * 2**32)


def file_write(task):
    path = os.path.join(task.scratch, f"task-{task.index}.bin")
    file = open(path, "wb")
    try:
        return file.write(bytes([(task.seed + task.index) & 0xFF]) * task.n)
    finally:
        file.close()
        os.unlink(path)


def sleep(task):
    time.sleep(task.n / 1000)
    return task.n


async def sleep_async(task):
    import asyncio

    await asyncio.sleep(task.n / 1000)
    return task.n


def matrix(task):
    n = task.n
    left = digits(n, task.seed + 2 * task.index)
    right = digits(n, task.seed + 2 * task.index + 1)
    product = [[0] * n for _ in range(n)]
    for row in range(n):
        target = product[row]
        for inner in range(n):
            factor = left[row][inner]
            line = right[inner]
            for column in range(n):
                target[column] += factor * line[column]
    return sum(sum(row) for row in product)


def digits(n, seed):
    return [[random_at(seed, row * n + column) % 10 for column in range(n)] for row in range(n)]


def sort(task):
    seed = task.seed + task.index
    numbers = [random_at(seed, place) for place in range(task.n)]
    numbers.sort()
    mixed = 0
    for number in numbers:
        mixed = (mixed * 31 + number) & MASK
    return mixed


def hello(task):
    in_main = threading.current_thread() is threading.main_thread()
    thread = 0 if in_main else threading.get_native_id()
    return task.index + 1, (task.index + 1, os.getpid(), thread)


def observe_hello(values):
    places = {(process, thread) for _, process, thread in values}
    told = {f"task-{n}": f"I am number {n}, in process {p}, thread {t}" for n, p, t in values}
    return {"processes": len({process for process, _ in places}), "threads": len(places)}, told


writers = []


def globals_task(task):
    seen = len(writers)
    writers.append(task.index)
    time.sleep(task.n / 1000)
    return task.index, seen


async def globals_async(task):
    import asyncio

    seen = len(writers)
    writers.append(task.index)
    await asyncio.sleep(task.n / 1000)
    return task.index, seen


def observe_globals(values):
    # A task that finds nothing is the first in its world.
    worlds = sum(seen == 0 for seen in values)
    return {"saw-others": len(values) - worlds, "worlds": worlds, "caller-sees": len(writers)}, {}


def fault(task):
    """Draws n numbers; the task in the middle does what the level `fault` says instead."""
    commit = FAULTS.get(task.more.get("fault")) if task.index == task.shared else None
    return commit() if commit else draw_numbers(task.seed + task.index, task.n)


async def fault_async(task):
    if task.index != task.shared or task.more.get("fault") != "late-throw":
        return fault(task)
    import asyncio

    loop = asyncio.get_running_loop()
    loop.call_later(0.005, fail_late)
    await loop.create_future()


def fail():
    raise RuntimeError("the task raised")


def fail_late():
    raise RuntimeError("a timer of the task raised")


def wait_for_failed_timer():
    threading.Timer(0.005, fail_late).start()
    # What the timer would have set.
    threading.Event().wait()


def fill_memory():
    limit_memory(512, unless_limited=True)
    held = []
    while True:
        held.append([len(held)] * 10_000)


def kill_itself():
    import signal

    os.kill(os.getpid(), signal.SIGKILL)


FAULTS = {
    "throw": fail,
    "late-throw": wait_for_failed_timer,
    "exit": lambda: sys.exit(7),
    "heap": fill_memory,
    "kill": kill_itself,
}

WORKLOADS = {
    "random-loop": Workload(random_loop),
    "random-sum": Workload(random_sum, division="shares"),
    "list-append": Workload(list_append),
    "file-write": Workload(file_write),
    "sleep": Workload(sleep, run_async=sleep_async),
    "matrix": Workload(matrix, order=3),
    "sort": Workload(sort),
    "hello": Workload(hello, observe=observe_hello),
    "fault": Workload(fault, run_async=fault_async, deadline_ms=1500, prepare=lambda tasks: tasks // 2),
    "globals": Workload(globals_task, run_async=globals_async, observe=observe_globals),
}
