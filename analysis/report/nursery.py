"""Kernels forked from one process that has imported what the notebooks import, and read their article.

A kernel that starts from nothing spends most of its time on imports and on loading the tagger; a copy of a process
that has both behind it does not. It is a process of its own, because a copy has one thread only, and what others were
holding stays held: here the others are idle ones of libraries made for it.

`python -m analysis.report.nursery ARTICLE LANGUAGE NOTEBOOK...` takes orders for kernels as JSON lines (command,
environment, folder, log), answers each with `started PROCESS`, and tells `ended PROCESS CODE` when one ends.
"""

from __future__ import annotations

import ast
import ctypes
import gc
import json
import os
import runpy
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext, suppress
from importlib import import_module
from importlib.resources import files
from pathlib import Path
from queue import SimpleQueue
from threading import Lock, Thread

ENVIRONMENT = {
    "ITABLES_CONFIG": "",
    "MATPLOTLIBRC": str(files("analysis") / "analysis.mplstyle"),
    "MPLBACKEND": "module://matplotlib_inline.backend_inline",
    "PYTHONSAFEPATH": "1",
}
"""What kernels are started with: a user's settings, and modules in the working directory that are called like those
that notebooks import, would change what they show, or end them."""

_PARENT_ENDS = 1  # PR_SET_PDEATHSIG

_OF_EVERY_KERNEL = (
    "IPython.core.completerlib",
    "IPython.core.debugger",
    "IPython.core.logger",
    "IPython.core.oinspect",
    "IPython.extensions.storemagic",
    "ipykernel.debugger",
    "ipykernel.kernelapp",
    "psutil",
    "sqlite3",
    "tornado.platform.asyncio",
)
"""What a kernel imports as it starts."""


@contextmanager
def nothing_collected() -> Iterator[None]:
    """Load what stays, without the tenth of the time in which Python looks for what of it could go, now or later."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        if collecting:
            gc.enable()


def temporary_folder() -> tempfile.TemporaryDirectory:
    """A folder for what lasts no longer than a report is made; an `InputError` where there can be none."""
    try:
        return tempfile.TemporaryDirectory()
    except OSError as error:
        from analysis.article import InputError  # which the process to copy imports when it may

        place, problem = os.environ.get("TMPDIR", "/tmp"), error.strerror or error
        raise InputError(f"{place}: cannot be written ({problem}); let TMPDIR name a folder with room in it") from None


def prepared(
    notebooks: Sequence[Path], article: str | os.PathLike[str] | None = None, language: str = "en"
) -> AbstractContextManager[Nursery | None]:
    """A nursery for `notebooks`, which prepares itself meanwhile; None where kernels cannot be forked.

    That is wherever what the system's own libraries do in a copied process is not defined: on anything but Linux.
    """
    return Nursery(notebooks, article, language) if sys.platform == "linux" else nullcontext()


class Nursery:
    """A process that kernels of `notebooks` are forked from; it ends, and they do, with this object's `with` block.

    Where it is given the article that they read, it has read it before them.
    """

    def __init__(self, notebooks: Sequence[Path], article: str | os.PathLike[str] | None, language: str):
        # What it writes, to the user's home otherwise, is removed with it, even if it is ended as it prepares itself.
        self._folder = temporary_folder()
        places = dict.fromkeys(("IPYTHONDIR", "MPLCONFIGDIR", "TMPDIR"), self._folder.name)
        self._process = subprocess.Popen(
            [sys.executable, "-P", "-m", __name__, os.fspath(article or ""), language, *map(str, notebooks)],
            # No threads of the numerical library, which are as many as there are cores.
            env=os.environ | ENVIRONMENT | places | {"OPENBLAS_NUM_THREADS": "1"},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            start_new_session=True,  # an interrupt from the keyboard is for this process
        )
        self._started: SimpleQueue[int | None] = SimpleQueue()
        self._codes: dict[int, int] = {}
        self._lock = Lock()
        self._listener = Thread(target=self._listen, daemon=True)
        self._listener.start()

    def __enter__(self) -> Nursery:
        return self

    def __exit__(self, *error: object) -> None:
        self.end()

    def end(self) -> None:
        """End the process, and with it the kernels that are its copies."""
        self._process.terminate()
        self._listener.join()
        with suppress(BrokenPipeError):
            self._process.stdin.close()
        self._process.stdout.close()
        self._process.wait()
        self._folder.cleanup()

    def fork(self, command: Sequence[str], environment: Mapping[str, str], folder: str | None, log: str) -> Fork:
        """Start the kernel that `command` (`python -m MODULE ARGUMENT...`) starts; raises OSError where none can be."""
        order = {"command": command, "environment": dict(environment), "folder": folder, "log": log}
        with self._lock, suppress(BrokenPipeError):
            if self._process.poll() is None:
                print(json.dumps(order), file=self._process.stdin, flush=True)
                if process := self._started.get():
                    return Fork(self, process)
                self._started.put(None)  # for whoever waits for the next
        raise OSError("no kernel can be copied: the process to copy has ended")

    def code(self, process: int) -> int | None:
        """The exit code of a kernel, negative for a signal, or None while it runs."""
        if process in self._codes or self._listener.is_alive():
            return self._codes.get(process)
        return -signal.SIGKILL  # with the nursery gone its kernels end, and nobody is told how

    def _listen(self) -> None:
        for line in self._process.stdout:
            match line.split():
                case ["started", process]:
                    self._started.put(int(process))
                case ["ended", process, code]:
                    self._codes[int(process)] = int(code)
        self._started.put(None)


class Fork:
    """A forked kernel, as far as jupyter_client wants a `subprocess.Popen` of it."""

    stdin = stdout = stderr = None

    def __init__(self, nursery: Nursery, process: int):
        self._nursery, self.pid = nursery, process

    @property
    def returncode(self) -> int | None:
        """The exit code, negative for a signal, or None while the kernel runs."""
        return self._nursery.code(self.pid)

    def poll(self) -> int | None:
        """The exit code, or None while the kernel runs."""
        return self.returncode

    def wait(self) -> int:
        """The exit code, when the kernel has ended."""
        while self.returncode is None:
            time.sleep(0.002)
        return self.returncode

    def send_signal(self, which: int) -> None:
        """Send a signal to the kernel and to what it has started."""
        with suppress(ProcessLookupError):
            os.killpg(self.pid, which)


def main(article: str, language: str, *notebooks: str) -> None:
    """Prepare for `notebooks` and the article that they read, if any, then fork a kernel for each order."""
    _end_with_parent()
    answers = os.dup(1)
    os.dup2(2, 1)  # what an import prints is no answer
    _prepare(article, language, notebooks)
    running: set[int] = set()
    signal.signal(signal.SIGCHLD, lambda *_: _tell_ended(running, answers))
    signal.signal(signal.SIGTERM, lambda *_: sys.exit())
    order = None
    try:
        for line in sys.stdin:
            if not _fork(running, answers):
                order = json.loads(line)
                break
    finally:
        if order is None:
            _end(running)
    os.close(answers)
    _become(order)


def _end_with_parent() -> None:
    """Have the system kill this process when its parent ends, however that ends and whatever this one is doing."""
    ctypes.CDLL(None).prctl(_PARENT_ENDS, signal.SIGKILL)


def _prepare(article: str, language: str, notebooks: Sequence[str]) -> None:
    with nothing_collected():  # and so the copies leave what is there alone, and share its memory
        # What fails here fails in a notebook's cell too, which tells.
        for statement in _imports(notebooks):
            with suppress(Exception):
                exec(statement, {})
        with suppress(Exception):
            _read(article, language)
        sys.modules.setdefault("debugpy", None)  # a tenth of a second for each kernel, and nobody debugs a report
        for module in _OF_EVERY_KERNEL:
            import_module(module)


def _read(article: str, language: str) -> None:
    """Read the article, show, draw and write it: all that is loaded or computed for it is then there."""
    if not article:
        return
    from analysis import charts, read

    reading = read(article, language=language)
    reading._repr_html_()
    charts.claims(reading).svg()
    with tempfile.TemporaryDirectory() as folder:
        reading.write(folder)


def _imports(notebooks: Sequence[str]) -> Iterator[str]:
    """The import statements of notebooks; of a cell that is not plain Python, none."""
    for notebook in notebooks:
        for cell in json.loads(Path(notebook).read_bytes())["cells"]:
            if cell["cell_type"] == "code":
                with suppress(SyntaxError):
                    for statement in ast.parse("".join(cell["source"])).body:
                        if isinstance(statement, ast.Import | ast.ImportFrom):
                            yield ast.unparse(statement)


def _fork(running: set[int], answers: int) -> int:
    """The new process, in the old one; 0 in the new one, which has nobody to answer for."""
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGCHLD})  # that it has started is told before that it has ended
    process = os.fork()
    os.setpgid(process, process)  # by both, as either may be the first that needs it
    if process:
        running.add(process)
        os.write(answers, f"started {process}\n".encode())
    else:
        _end_with_parent()
        running.clear()
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGCHLD})
    return process


def _tell_ended(running: set[int], answers: int) -> None:
    """Tell which kernels have ended, each once, though the next one's signal may call this while it is at work."""
    for process in list(running):
        with suppress(ChildProcessError):  # told meanwhile
            ended, status = os.waitpid(process, os.WNOHANG)
            if ended:
                running.discard(process)
                os.write(answers, f"ended {process} {os.waitstatus_to_exitcode(status)}\n".encode())


def _end(running: set[int]) -> None:
    """End the kernels, and this process without the time that Python takes to tidy up."""
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    for process in running:
        with suppress(ProcessLookupError, ChildProcessError):  # ended just now
            os.killpg(process, signal.SIGKILL)
            os.waitpid(process, 0)
    os._exit(0)


def _become(order: Mapping) -> None:
    """Be the kernel: run the module that its command names."""
    log = os.open(order["log"], os.O_WRONLY | os.O_APPEND | os.O_CREAT)
    nothing = os.open(os.devnull, os.O_RDONLY)
    for opened, standard in ((nothing, 0), (log, 1), (log, 2)):
        os.dup2(opened, standard)
    os.closerange(3, max(nothing, log) + 1)
    os.environ.clear()
    os.environ.update(order["environment"] | {"JPY_PARENT_PID": str(os.getppid())})
    tempfile.tempdir = None  # to be looked for anew
    if order["folder"]:
        os.chdir(order["folder"])
    module, *arguments = order["command"][order["command"].index("-m") + 1 :]
    sys.argv = [module, *arguments]
    runpy.run_module(module, run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
