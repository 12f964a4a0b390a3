"""A trial: one cell, once."""

import threading

from basics import Refusal, now_ms
from channel import wait_for_close
from outputs import judge
from own_module import context_of, load, payloads_of, with_setup
from pools import SILENCE_MS, STRATEGIES
from run_task import forget_waits
from scheduling import chunks_of
from usage import cpu_so_far, limit_memory, peak_rss_bytes, stop_forkserver
from workloads import Input, random_at


def trial_inputs(workload, spec, payloads=None):
    """`tasks` tasks of size n (with a skew: n on average), or one share of n a worker where the workload is one job."""
    count = spec["tasks"] if payloads is None else len(payloads)
    more = spec.get("more") or {}
    common = {key: spec.get(key, spec["scratch"]) for key in ("seed", "scratch", "prepared")}
    if workload.division == "shares":
        sizes = [len(share) for share in chunks_of(range(spec["n"]), spec["workers"])]
        sizes += [0] * (spec["workers"] - len(sizes))
    else:
        sizes = skewed_sizes(more.get("skew"), count, spec["n"], spec["seed"])
    shared = workload.prepare(len(sizes)) if workload.prepare else None
    offset = 0
    inputs = []
    for index, n in enumerate(sizes):
        start, offset = (offset, offset + n) if workload.division == "shares" else (0, 0)
        payload = None if payloads is None else payloads[index]
        inputs.append(Input(index=index, n=n, offset=start, more=more, shared=shared, payload=payload, **common))
    return inputs


def skewed_sizes(level, tasks, n, seed):
    """Sizes with mean n, each at least 1; the levels are those of Node."""
    if level is None:
        return [n] * tasks
    if level == "none":
        weights = [1] * tasks
    elif level == "one-long":
        weights = [12] + [1] * (tasks - 1)
    elif level == "mixed":
        weights = shuffled([16 ** (index / max(1, tasks - 1)) for index in range(tasks)], seed)
    else:
        raise Refusal(f'there is no skew "{level}": give one of none, one-long, mixed')
    total = sum(weights)
    return [max(1, int(n * tasks * weight / total + 0.5)) for weight in weights]


def shuffled(items, seed):
    for last in range(len(items) - 1, 0, -1):
        pick = random_at(seed, last) % (last + 1)
        items[last], items[pick] = items[pick], items[last]
    return items


def run_trial(spec):
    """Executes one cell once and reports it. All modules are loaded before the clock starts."""
    if spec["strategy"] not in STRATEGIES:
        raise Refusal(f"Python has no strategy {spec['strategy']}: it has {', '.join(STRATEGIES)}")
    session = STRATEGIES[spec["strategy"]](spec)
    session.workload = workload = load(spec["workload"])
    if workload.own is None:
        return execute(session, workload, spec, trial_inputs(workload, spec))[0]
    context = context_of(spec["n"], spec["scratch"], spec["seed"], spec.get("more") or {})

    def act():
        payloads = payloads_of(workload.own, context, spec["tasks"])
        report, outcomes = execute(session, workload, spec, trial_inputs(workload, spec, payloads))
        judged = judge(workload.own, outcomes, context)
        for key in ("figures", "notes"):
            judged[key] = {**report[key], **judged.get(key, {})}
        return {**report, **judged}

    return with_setup(workload.own, context, act)


def execute(session, workload, spec, inputs):
    heap = (spec.get("more") or {}).get("heap")
    notes = {}
    if heap is not None and not limit_memory(heap):
        notes["heap"] = "this platform has no limit on the memory of a process"
    if spec.get("pool") == "warm":
        session.warm()
    cpu_before = cpu_so_far()
    forget_waits()
    origin_ms = now_ms()
    outcomes, hung = gather(session, inputs, workload.deadline_ms)
    last_ms = now_ms()

    wait_for_close()
    closing_ms = now_ms()
    closed = in_time(lambda: session.close(bool(hung)), workload.deadline_ms or (SILENCE_MS if hung else None))
    closed_ms = now_ms()
    if closed and session.has_processes:
        in_time(stop_forkserver, SILENCE_MS)
    cpu_after = cpu_so_far()

    if not closed:
        notes["tear-down"] = f"given up after {workload.deadline_ms or SILENCE_MS} ms"
    tasks = [record for _, record, _ in outcomes if record is not None]
    first_ms = min([last_ms, *(record["startMs"] for record in tasks)])
    figures, told = {}, {}
    if workload.observe is not None:
        figures, told = workload.observe([value for _, record, value in outcomes if record is not None])
    user, system = (None, None) if cpu_before is None else [max(0, b - a) for a, b in zip(cpu_before, cpu_after)]
    report = {
        "wallMs": last_ms - origin_ms,
        "startUpMs": first_ms - origin_ms,
        "workMs": last_ms - first_ms,
        "tearDownMs": closed_ms - closing_ms,
        "userMs": user,
        "sysMs": system,
        "peakRssBytes": peak_rss_bytes(),
        "originMs": origin_ms,
        "tasks": tasks,
        "failures": [{"index": index, "message": words} for index, record, words in outcomes if record is None],
        "hung": hung,
        "figures": figures,
        "notes": {**told, **notes},
    }
    return report, outcomes


def gather(session, inputs, deadline_ms):
    """
    Runs the tasks; their outcomes, and which were given up. With a deadline that is so when nothing has arrived for so
    long: a worker that ended without a word must not hold up its caller for ever.
    """
    outcomes = {}

    def arrived(outcome):
        outcomes[outcome[0]] = outcome

    if deadline_ms is None:
        session.run(inputs, arrived)
    else:
        run_until_silent(session, inputs, arrived, deadline_ms)
    heard = dict(outcomes)
    hung = [task.index for task in inputs if task.index not in heard]
    why = (session.explain() if hung else None) or f"no answer within {deadline_ms} ms"
    lost = {index: (index, None, why) for index in hung}
    return [{**heard, **lost}[task.index] for task in inputs], hung


def run_until_silent(session, inputs, arrived, deadline_ms):
    import queue

    news = queue.SimpleQueue()

    def tell(outcome):
        arrived(outcome)
        news.put(None)

    def body():
        try:
            session.run(inputs, tell)
            news.put(True)
        except BaseException as error:
            news.put(error)

    threading.Thread(target=body, daemon=True).start()
    said = None
    while said is None:
        try:
            said = news.get(timeout=deadline_ms / 1000)
        except queue.Empty:
            return
    # SystemExit of a task in the caller's own thread ends the caller.
    if isinstance(said, BaseException):
        raise said


def in_time(act, limit_ms):
    """Does something, but waits no longer than the limit; whether it was done by then."""
    if limit_ms is None:
        act()
        return True
    thread = threading.Thread(target=act, daemon=True)
    thread.start()
    thread.join(limit_ms / 1000)
    return not thread.is_alive()
