"""The functions of a course on parallel programs, one for each question: scalebook run --python defs.py:count"""

import random
import tempfile


def count(n):
    """Computes: draws n random numbers."""
    for _ in range(n):
        random.random()


def append(n, index):
    """Computes: a list that grows by one random number at a time."""
    draw = random.Random(index).random
    numbers = []
    for _ in range(n):
        numbers.append(draw())
    return sum(numbers)


def write(n, index):
    """Creates a file of n bytes, writes it and closes it; it is gone afterwards."""
    with tempfile.TemporaryFile() as file:
        return file.write(bytes([index % 256]) * n)
