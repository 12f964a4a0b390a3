"""Sum of n random integers in 0..10, made in a list, in one process: python3 sum_sequential.py N"""
import random
import sys


def share(n, seed):
    """The sum of n integers from a generator of its own."""
    generator = random.Random(seed)
    return sum([generator.randint(0, 10) for _ in range(n)])


if __name__ == "__main__":
    print(share(int(sys.argv[1]), 1))
