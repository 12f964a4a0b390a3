"""Which task is given out when."""


def chunks_of(items, chunks):
    """Contiguous chunks of one size; the first are one larger where they do not divide."""
    base, larger = divmod(len(items), chunks)
    sizes = [base + (place < larger) for place in range(chunks)]
    starts = [sum(sizes[:place]) for place in range(chunks)]
    return [items[start : start + size] for start, size in zip(starts, sizes) if size > 0]


def rounds_of(items, size):
    return [items[start : start + size] for start in range(0, len(items), size)]


def pool_batches(tasks, workers, scheduling):
    """Jobs of a pool, in batches that wait for each other."""
    if scheduling == "static-chunks":
        return [chunks_of(tasks, workers)]
    batches = rounds_of(tasks, workers) if scheduling == "rounds" else [tasks]
    return [[[task] for task in batch] for batch in batches]


def start_stages(tasks, workers, scheduling):
    """Stages that wait for each other, each with its lanes, which do the tasks of a list one after the other."""
    if scheduling == "static-chunks":
        return [[list(chunk) for chunk in chunks_of(tasks, workers)]]
    batches = rounds_of(tasks, workers) if scheduling == "rounds" else [tasks]
    # The lanes of a batch take from the same list.
    return [[rest] * min(workers, len(rest)) for rest in (list(batch) for batch in batches)]
