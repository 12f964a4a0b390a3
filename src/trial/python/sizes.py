"""Sizes that take so long, and what a module is."""

from basics import Refusal, now_ms
from calls import finished, parameters_of
from own_module import context_of, load, payloads_of, with_setup
from trial import trial_inputs

TRIES = 3


def calibrate(request):
    """Doubles n until a task takes a quarter of the target, then scales: the size that takes about `targetMs` alone."""
    target_ms = request["targetMs"]
    n = 1
    task_ms = least_time(request, n, target_ms / 4)
    while task_ms < target_ms / 4 and n < 2**40:
        n *= 2
        task_ms = least_time(request, n, target_ms / 4)
    order = load(request["workload"]).order
    n = max(1, int(n * (target_ms / task_ms) ** (1 / order) + 0.5))
    return {"kind": "calibrated", "n": n, "taskMs": target_ms}


def probe(request):
    """Wall time of one task of size n, the first in this process, as in a fresh worker."""
    return {"kind": "calibrated", "n": request["n"], "taskMs": time_task(request, request["n"])}


def least_time(request, n, enough_ms):
    """The first time below `enough_ms`, else the least of several: a task that lost its core looks longer."""
    least = float("inf")
    for _ in range(TRIES):
        if least < enough_ms:
            break
        least = min(least, time_task(request, n))
    return least


def time_task(request, n):
    workload = load(request["workload"])
    spec = {key: request[key] for key in ("seed", "scratch", "prepared")}
    spec.update(n=n, tasks=1, workers=1)
    if workload.own is None:
        return time_run(workload, trial_inputs(workload, spec)[0])
    context = context_of(n, spec["scratch"], spec["seed"], {})

    def act():
        payloads = payloads_of(workload.own, context, 1)[:1]
        return time_run(workload, trial_inputs(workload, spec, payloads)[0])

    return with_setup(workload.own, context, act)


def time_run(workload, task):
    start_ms = now_ms()
    finished(workload.run(task))
    return now_ms() - start_ms


def describe(request):
    """Describes a user's module by what it defines and by the lists of inputs that it makes."""
    workload = load(request["workload"])
    own = workload.own
    if own is None:
        raise Refusal(f"{request['workload']} is no module of a user")
    described = {"kind": "described", "title": workload.title, "bound": workload.bound}
    if own["inputs"] is None:
        return {**described, "tasks": None, "sized": bool(parameters_of(own["task"], 1))}
    tasks = []
    for size in request["sizes"]:
        context = context_of(size, request["scratch"], request["seed"], {})
        tasks.append(with_setup(own, context, lambda made=context: len(payloads_of(own, made, 0))))
    return {**described, "tasks": tasks, "sized": True}
