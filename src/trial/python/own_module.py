"""A user's module: what it defines, and its functions around the tasks."""

import os
import sys

from basics import Refusal, is_users, set_user_folder, words_of
from calls import CO_COROUTINE, CO_GENERATORS, arguments_for, call
from workloads import WORKLOADS, Workload

loaded = {}


def load(workload_id):
    """The workload of that id, loaded once a process."""
    if workload_id in WORKLOADS:
        return WORKLOADS[workload_id]
    if workload_id not in loaded:
        if not workload_id.startswith("file:"):
            raise Refusal(f"Python has no workload {workload_id}: it has {', '.join(WORKLOADS)}")
        loaded[workload_id] = load_own(workload_id)
    return loaded[workload_id]


def load_own(url):
    from urllib.parse import unquote, urlsplit

    parts = urlsplit(url)
    path = unquote(parts.path)
    if os.name == "nt":
        path = path.lstrip("/")
    folder, file = os.path.split(os.path.abspath(path))
    set_user_folder(folder)
    module = import_own(folder, file)
    name = unquote(parts.fragment) or "task"
    task = getattr(module, name, None)
    if task is None:
        raise Refusal(f"{file} has no function {name}: write def {name}(input): ...")
    others = ("inputs", "setup", "cleanup", "check", "notes")
    own = {"task": task, **{key: getattr(module, key, None) for key in others}}
    for key, function in own.items():
        if function is not None and not callable(function):
            what = name if key == "task" else key
            raise Refusal(f"{file} has {what}, but as {type(function).__name__}: it must be a function")
    title = getattr(module, "title", f"{name} of {file}")
    if not isinstance(title, str):
        raise Refusal(f"{file} has a title that is no text")
    bound = getattr(module, "bound", None)
    if bound not in (None, "cpu", "io", "wait"):
        raise Refusal(f"{file} has bound = {bound!r}: it must be one of cpu, io, wait")
    flags = getattr(getattr(task, "__code__", None), "co_flags", 0)
    if flags & CO_GENERATORS:
        raise Refusal(f"{file} has {name} with yield: calling it does nothing yet, so let it return what it makes")
    if flags & CO_COROUTINE:
        import asyncio  # noqa: F401  A task's time is not to hold its import.
    return Workload(lambda input: task(*input.payload), own=own, title=title, bound=bound)


def import_own(folder, file):
    """Imports a file by its name, so that what it defines can be pickled."""
    import importlib

    name = file[:-3] if file.endswith(".py") else file
    if "." in name:
        raise Refusal(f"{file} cannot be imported by its name: give it one without dots before .py")
    known = sys.modules.get(name)
    if known is None and name not in getattr(sys, "stdlib_module_names", ()):
        sys.path.insert(0, folder)
        try:
            known = importlib.import_module(name)
        except ModuleNotFoundError as error:
            if error.name == name:
                raise Refusal(f"there is no file {os.path.join(folder, file)}") from error
            advice = f"Install it for {sys.executable}, or name the Python that has it with --interpreter"
            raise Refusal(f"{file} cannot be imported: {words_of(error)}\n{advice}") from error
        except (Exception, SystemExit) as error:
            raise Refusal(f"{file} cannot be imported: {words_of(error)}") from error
    found = getattr(known, "__file__", None)
    if found is None or not os.path.samefile(found, os.path.join(folder, file)):
        raise Refusal(f"{file} has the name of a module that Python has already: give the file another name")
    return known


def call_named(own, name, **offered):
    if own[name] is None:
        return None
    try:
        return call(own[name], **offered)
    except Exception as error:
        raise Refusal(f"{name} raised {words_of(error)}") from error


def context_of(size, scratch, seed, more):
    from types import SimpleNamespace

    return SimpleNamespace(size=size, scratch=scratch, seed=seed, more=more)


def with_setup(own, context, act):
    """Does something between a module's `setup` and its `cleanup`."""
    call_named(own, "setup", context=context)
    try:
        result = act()
    except Exception:
        try:
            call_named(own, "cleanup", context=context)
        except Refusal:
            pass  # The first error is the one to tell.
        raise
    call_named(own, "cleanup", context=context)
    return result


def payloads_of(own, context, tasks):
    """Arguments of the tasks: the inputs that the module makes, or what its function takes of size and index."""
    if own["inputs"] is None:
        return [arguments(own, size=context.size, index=index) for index in range(tasks)]
    made = call_named(own, "inputs", size=context.size, context=context)
    if isinstance(made, (str, bytes, dict)) or not hasattr(made, "__iter__"):
        raise Refusal(f"inputs({context.size}) gave no list: it must return a list, one entry a task")
    payloads = [arguments(own, input=one, index=index) for index, one in enumerate(made)]
    if not payloads:
        raise Refusal(f"inputs({context.size}) gave an empty list: there is no task to do")
    return payloads


def arguments(own, **offered):
    return tuple(arguments_for(own["task"], offered))


def imported_since(before):
    """What importing the user's module loaded: files of the user, and packages with their versions."""
    from importlib import metadata

    files, names = set(), set()
    for name, module in list(sys.modules.items()):
        file = getattr(module, "__file__", None)
        if name in before or file is None:
            continue
        if is_users(os.path.abspath(file)):
            files.add(os.path.abspath(file))
        elif "-packages" in file:
            names.add(name.partition(".")[0])
    # Before 3.10 nothing says which package a module belongs to: most are called alike.
    packages_of = metadata.packages_distributions() if names and hasattr(metadata, "packages_distributions") else {}
    packages = {}
    for name in names:
        for package in packages_of.get(name, [name]):
            try:
                packages[package] = str(metadata.version(package))
            except metadata.PackageNotFoundError:
                continue
    listed = [{"name": name, "version": version} for name, version in sorted(packages.items())]
    return {"files": sorted(files), "packages": listed}
