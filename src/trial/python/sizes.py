"""Sizes that take so long, and what a module is."""

import sys

from basics import Refusal, now_ms
from calls import finished, parameters_of
from own_module import context_of, imported_since, load, payloads_of, with_setup
from trial import trial_inputs
from usage import peak_rss_bytes

TRIES = 3
# As in calibrate.ts: where a size shows to have no meaning.
LARGEST_FLAT = 2**24
MOST_INPUTS = 10_000
LONGEST_STEP_MS = 2_000
NO_LONGER = 2
# Nor is one that is this short at so large a size: its times are those of the call.
NEXT_TO_NOTHING_MS = 0.02
# Twice the size may take twice the memory, and several workers have it at once.
MEMORY_SHARE = 1 / 4


def calibrate(request):
    """
    Doubles n until a task takes a quarter of the target, then scales: the size that takes about `targetMs` alone. Of a
    user's module whose task gets no longer, `n` is null.
    """
    target_ms = request["targetMs"]
    memory_bytes = request.get("memoryBytes", float("inf"))
    workload = load(request["workload"])
    start_bytes = peak_rss_bytes() or 0
    n = 1
    task_ms, inputs = least_time(request, n, target_ms / 4)
    shortest_ms = task_ms
    while task_ms < target_ms / 4 and n < 2**40:
        n *= 2
        start_ms = now_ms()
        task_ms, inputs = least_time(request, n, target_ms / 4)
        shortest_ms = min(shortest_ms, task_ms)
        if (peak_rss_bytes() or 0) - start_bytes > memory_bytes * MEMORY_SHARE:
            return {"kind": "calibrated", "n": n, "taskMs": task_ms}
        is_long_step = now_ms() - start_ms - TRIES * task_ms > LONGEST_STEP_MS
        # So many tasks, and each still short: the size says how many there are.
        if inputs > MOST_INPUTS:
            return {"kind": "calibrated", "n": None, "taskMs": task_ms}
        if workload.own is None or not (is_long_step or n >= LARGEST_FLAT):
            continue
        if task_ms < max(NEXT_TO_NOTHING_MS, shortest_ms * NO_LONGER):
            return {"kind": "calibrated", "n": None, "taskMs": task_ms}
        if is_long_step:
            return {"kind": "calibrated", "n": n, "taskMs": task_ms}
    order = workload.order
    n = max(1, int(n * (target_ms / task_ms) ** (1 / order) + 0.5))
    return {"kind": "calibrated", "n": n, "taskMs": target_ms}


def probe(request):
    """Wall time of one task of size n, the first in this process, as in a fresh worker."""
    return {"kind": "calibrated", "n": request["n"], "taskMs": time_task(request, request["n"])[0]}


def least_time(request, n, enough_ms):
    """The first time below `enough_ms`, else the least of several: a task that lost its core looks longer."""
    least = (float("inf"), 1)
    for _ in range(TRIES):
        if least[0] < enough_ms:
            break
        least = min(least, time_task(request, n))
    return least


def time_task(request, n):
    """A task's time alone in ms, and how many inputs of its size there were."""
    workload = load(request["workload"])
    spec = {key: request[key] for key in ("seed", "scratch", "prepared")}
    spec.update(n=n, tasks=1, workers=1)
    if workload.own is None:
        return time_run(workload, trial_inputs(workload, spec)[0]), 1
    context = context_of(n, spec["scratch"], spec["seed"], {})

    def act():
        payloads = payloads_of(workload.own, context, 1)
        return time_run(workload, trial_inputs(workload, spec, payloads[:1])[0]), len(payloads)

    return with_setup(workload.own, context, act)


def time_run(workload, task):
    start_ms = now_ms()
    finished(workload.run(task))
    return now_ms() - start_ms


def describe(request):
    """Describes a user's module by what it defines and by the lists of inputs that it makes."""
    before = set(sys.modules)
    workload = load(request["workload"])
    own = workload.own
    if own is None:
        raise Refusal(f"{request['workload']} is no module of a user")
    imported = imported_since(before)
    described = {"kind": "described", "title": workload.title, "bound": workload.bound, "imported": imported}
    if own["inputs"] is None:
        return {**described, "tasks": None, "sized": bool(parameters_of(own["task"], 1))}
    tasks = []
    for size in request["sizes"]:
        context = context_of(size, request["scratch"], request["seed"], {})
        tasks.append(with_setup(own, context, lambda made=context: len(payloads_of(own, made, 0))))
    return {**described, "tasks": tasks, "sized": True}
