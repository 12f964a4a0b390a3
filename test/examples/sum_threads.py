"""The same sum by threads, which share one interpreter: python3 sum_threads.py N --workers W"""
import argparse
from concurrent.futures import ThreadPoolExecutor

from sum_processes import shares
from sum_sequential import share

if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("n", type=int)
    parser.add_argument("--workers", type=int, default=1)
    given = parser.parse_args()
    with ThreadPoolExecutor(given.workers) as pool:
        sizes = shares(given.n, given.workers)
        print(sum(pool.map(share, sizes, range(given.workers))))
