"""The work of `random-loop` in a pool, as a student writes it: prints its time in ms. Arguments: workers, tasks, n."""

import multiprocessing
import multiprocessing.pool  # Loaded before the clock, as a host has it.
import sys
import time

MASK = 0xFFFFFFFF


def random_at(seed, counter):
    h = (seed ^ (counter + 1) * 0x9E3779B1) & MASK
    h = (h ^ h >> 16) * 0x85EBCA6B & MASK
    h = (h ^ h >> 13) * 0xC2B2AE35 & MASK
    return h ^ h >> 16


def work(job):
    seed, n = job
    mixed = 0
    for i in range(n):
        mixed ^= random_at(seed, i)
    return mixed


if __name__ == "__main__":
    workers, tasks, n = map(int, sys.argv[1:])
    start = time.perf_counter()
    with multiprocessing.Pool(workers) as pool:
        for _ in pool.imap_unordered(work, [(index + 1, n) for index in range(tasks)]):
            pass
        took_ms = (time.perf_counter() - start) * 1e3
    print(took_ms)
