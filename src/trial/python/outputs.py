"""The outputs of a user's tasks: compared by a hash, and judged by the module's own check."""

from basics import Refusal, words_of
from calls import call
from own_module import call_named
from workloads import random_at

# Lines that a module may note of a trial, and their length.
MOST_LINES = 20
LONGEST_LINE = 200


def judge(own, outcomes, context):
    """Judges the outputs of a trial, once all of its tasks have given one; with what the module notes of them."""
    if any(record is None for _, record, _ in outcomes):
        return {}
    values = [value for _, _, value in sorted(outcomes, key=lambda outcome: outcome[0])]
    return {
        **noted(own, values, {record["worker"] for _, record, _ in outcomes}, context),
        "outputs": {
            "checksum": sum_of_hashes(values),
            "checked": own["check"] is not None,
            "fault": fault_of(own, values, context),
        },
    }


def noted(own, values, workers, context):
    """The lines that the module notes, one a task, and in how many processes and threads the tasks ran."""
    if own["notes"] is None:
        return {}
    lines = call_named(own, "notes", outputs=values, context=context)
    if not isinstance(lines, (list, tuple)):
        raise Refusal("notes(outputs) gave no list: it must return a list of lines, one a task")
    return {
        "figures": {"processes": len({worker // 2**22 for worker in workers}), "threads": len(workers)},
        "notes": {f"task-{n}": str(line)[:LONGEST_LINE] for n, line in enumerate(lines[:MOST_LINES], 1)},
    }


def fault_of(own, values, context):
    if own["check"] is None:
        return None
    try:
        said = call(own["check"], outputs=values, context=context)
        # Nothing at all, or an empty list of complaints, is no objection. numpy has a False of its own.
        return "check(outputs) said False" if type(said).__name__ in ("bool", "bool_") and not said else None
    except Exception as error:
        return f"check(outputs) raised {words_of(error)}"


def sum_of_hashes(values):
    """The place of an output is hashed with it, so that two that changed places are seen."""
    try:
        return sum(random_at(hash_value(value, []), index) for index, value in enumerate(values))
    except Exception:
        # A value that cannot be taken apart, or is nested too deep: not comparable.
        return None


PLAIN = frozenset((type(None), bool, int, float, str, complex))


def hash_value(value, above):
    """
    A 32-bit hash of any value that pickle can take apart: the same in every process, in any order of a dictionary's
    keys or a set's members. Raises on what cannot be compared that way.
    """
    from zlib import crc32

    kind = type(value)
    # A list of a million numbers in one go.
    if kind in PLAIN or (kind in (list, tuple) and PLAIN.issuperset(map(type, value))):
        try:
            return crc32(f"{kind.__name__}:{value!r}".encode("utf-8", "surrogatepass"))
        except ValueError:
            # Python writes no long decimals, alone or in a list.
            if kind is int:
                return crc32(b"int:%x" % value)
    if id(value) in above:
        return crc32(b"above:%d" % (len(above) - above.index(id(value))))
    above.append(id(value))
    try:
        view = view_of(value)
        if view is not None:
            return crc32(view, crc32(f"{view.format}{view.shape}".encode()))
        parts = [hash_value(part, above) for part in parts_of(value)]
    finally:
        above.pop()
    if isinstance(value, (dict, set, frozenset)):
        parts.sort()
    return crc32(b"".join(part.to_bytes(4, "little") for part in parts), crc32(kind.__qualname__.encode()))


def view_of(value):
    """The memory of an array or of bytes, without a copy where it lies in one piece; `None` where it has none."""
    try:
        view = memoryview(value)
    except (BufferError, TypeError, ValueError):
        return None
    if "O" in view.format:
        return None
    return view if view.c_contiguous else memoryview(view.tobytes())


def parts_of(value):
    """What a value is made of: the items of a container, else all that pickle would keep of it."""
    if isinstance(value, dict):
        return list(value.items())
    if isinstance(value, (list, tuple, set, frozenset)):
        return list(value)
    if isinstance(value, type):
        raise TypeError("a class")
    reduced = value.__reduce_ex__(2)
    if isinstance(reduced, str):
        raise TypeError("pickled by its name only")
    _, arguments, state, items, pairs = (*reduced, None, None, None)[:5]
    named = [one.__qualname__ if isinstance(one, type) else one for one in arguments]
    return [named, state, list(items or ()), list(pairs or ())]
