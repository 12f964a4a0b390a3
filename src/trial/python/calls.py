"""Calls of a user's functions, which may take fewer arguments than they are offered."""

CO_VARARGS, CO_COROUTINE, CO_GENERATORS = 0x04, 0x80, 0x220


def call(function, **offered):
    """
    Calls a user's function with as many of the arguments as it takes, in their order. Beyond the first, a parameter
    with a default gets one only if its name says so.
    """
    return finished(function(*arguments_for(function, offered)))


def arguments_for(function, offered):
    chosen = []
    for (name, optional), key in zip(parameters_of(function, len(offered)), offered):
        if optional and chosen and name != key:
            break
        chosen.append(offered[key])
    return chosen


def parameters_of(function, most):
    """Names of a function's positional parameters, each with whether it has a default."""
    code = getattr(function, "__code__", None)
    if code is None or hasattr(function, "__wrapped__") or hasattr(function, "__self__"):
        return parameters_by_signature(function, most)
    if code.co_flags & CO_VARARGS:
        return [(None, False)] * most
    names = code.co_varnames[: code.co_argcount]
    required = len(names) - len(function.__defaults__ or ())
    return [(name, place >= required) for place, name in enumerate(names)]


def parameters_by_signature(function, most):
    import inspect

    try:
        parameters = inspect.signature(function).parameters.values()
    except (TypeError, ValueError):
        # Some functions written in C do not tell.
        return [(None, False)]
    if any(one.kind is one.VAR_POSITIONAL for one in parameters):
        return [(None, False)] * most
    return [(one.name, one.default is not one.empty) for one in parameters if one.kind < one.VAR_POSITIONAL]


def finished(result):
    """The result of a function, or of the coroutine that it returned."""
    if type(result).__name__ != "coroutine":
        return result
    import asyncio

    return asyncio.run(result)
