"""The same sum by a pool of processes that share n equally: python3 sum_processes.py N --workers W"""
import argparse
from multiprocessing import Pool

from sum_sequential import share


def shares(n, workers):
    """Sizes of equal shares; the first are one larger where n does not divide."""
    return [n // workers + (1 if index < n % workers else 0) for index in range(workers)]


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("n", type=int)
    parser.add_argument("--workers", type=int, default=1)
    given = parser.parse_args()
    with Pool(given.workers) as pool:
        jobs = [(size, seed) for seed, size in enumerate(shares(given.n, given.workers))]
        print(sum(pool.starmap(share, jobs)))
