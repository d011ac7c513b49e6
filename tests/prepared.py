"""Python that runs at once: in copies of one process that has imported the project and read an article.

A new process spends two seconds of the processor on that, and a test of what a command says or writes need not wait for
it. What a test asks of the start of a process, it asks of a new one: `run(..., new=True)`. `python prepared.py SOCKET`
copies itself for whoever connects; `python prepared.py SOCKET SOURCE WORD...` connects, and ends as the copy does.
"""

from __future__ import annotations

import atexit
import importlib
import json
import os
import select
import selectors
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import traceback
from collections.abc import Mapping, Sequence
from contextlib import suppress
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[1]
COMMAND = "from analysis.__main__ import main; main()"
"""What `python -m analysis` runs."""
PAPERMILL = "from papermill.__main__ import papermill; papermill()"
"""What `python -m papermill` runs."""
READER = "from analysis.corpus import reader; reader.main()"
"""What `python -m analysis.corpus.reader` runs."""
_LARGEST = 1 << 20


def run(
    words: Sequence[object],
    *,
    source: str = COMMAND,
    cwd: str | os.PathLike[str] = ROOT,
    env: Mapping[str, str] | None = None,
    timeout: float = 600,
    new: bool = False,
    **streams,
) -> subprocess.CompletedProcess:
    """Run `source` with `words` as its arguments, by default the command line of the project, as `subprocess.run` does.

    `streams` are `stdin`, `stdout` and `stderr` where they are files; output is captured where they are not. In a `new`
    process, or in a copy of one that is prepared.
    """
    words = [word if isinstance(word, bytes) else os.fsencode(os.fspath(_word(word))) for word in words]
    env = dict(os.environ if env is None else env)
    if new or sys.platform != "linux":
        start = ["-m", "analysis"] if source is COMMAND else ["-c", source]
        captured = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
        command = [sys.executable, *start, *words]
        return subprocess.run(command, cwd=cwd, env=env, timeout=timeout, check=False, **captured | streams)
    order = {"source": source, "words": [os.fsdecode(word) for word in words], "cwd": os.fspath(cwd), "env": env}
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err, open(os.devnull) as nothing:
        taken = [streams.get("stdin", nothing), streams.get("stdout", out), streams.get("stderr", err)]
        code = _ordered(order, [one if isinstance(one, int) else one.fileno() for one in taken], timeout, address())
        out.seek(0)
        err.seek(0)
        return subprocess.CompletedProcess(words, code, out.read(), err.read())


def _word(word: object) -> str | os.PathLike:
    return word if isinstance(word, str | os.PathLike) else str(word)


def command(source: str, new: bool = False) -> list[str]:
    """The command line of a `new` process that runs `source`, or of one that stands for a copy of the prepared one.

    For whoever starts and ends processes itself: what ends such a process ends its copy.
    """
    return [sys.executable, "-c", source] if new or sys.platform != "linux" else _command(address(), source)


def _command(path: str, source: str) -> list[str]:
    return [sys.executable, "-S", __file__, path, source]


def _stand_in(path: str, source: str, *words: str) -> None:
    """Hand the streams of this process to a copy, and end as it ends."""
    order = {"source": source, "words": words, "cwd": os.getcwd(), "env": dict(os.environ)}
    code = _ordered(order, [0, 1, 2], None, path)
    if code < 0:
        os.kill(os.getpid(), -code)
    sys.exit(code)


def _ordered(order: dict, files: list[int], timeout: float | None, path: str) -> int:
    with socket.socket(socket.AF_UNIX) as asked:
        asked.connect(path)
        asked.settimeout(timeout)
        socket.send_fds(asked, [b"!"], files)
        asked.sendall(json.dumps(order).encode())
        asked.shutdown(socket.SHUT_WR)
        return int(asked.recv(100))  # where time is up, closing the connection ends what was ordered


@cache
def address() -> str:
    """The socket of the process that is copied, which ends with this one."""
    folder = tempfile.TemporaryDirectory(prefix="prepared-")
    path = os.path.join(folder.name, "socket")
    process = subprocess.Popen(
        [sys.executable, __file__, path],
        env=os.environ | {"PYTHONPATH": str(ROOT), "OPENBLAS_NUM_THREADS": "1"},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    owner = os.getpid()

    def end() -> None:
        if os.getpid() == owner:
            process.kill()
            process.communicate()
            folder.cleanup()

    atexit.register(end)
    if process.stdout.readline() != b"ready\n":
        raise RuntimeError("the process to copy does not start")
    return path


# In the process that is copied ----------------------------------------------------------------------------------------


def heed_signals() -> None:
    """Heed the signals that stop a run, though whoever started this one (a shell in the background, nohup) did not."""
    signal.signal(signal.SIGINT, signal.default_int_handler)
    for which in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(which, signal.SIG_DFL)


def _serve(path: str) -> None:
    """Copy this process for each connection, until standard input ends."""
    heed_signals()
    sys.modules.setdefault("rfc3987_syntax", None)  # as in conftest.py
    from analysis.article import language
    from analysis.corpus import reader

    reader.rows_of(reader._FIRST, "en")
    language._identifier()
    for name in ("__main__", "corpus", "corpus.webarchives", "corpus.cluster", "report", "reading.datapackage"):
        importlib.import_module(f"analysis.{name}")
    for name in ("distributed", "pandas", "pyarrow.parquet"):
        importlib.import_module(name)
    reader.COMMAND = _command(path, READER)
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody waits for the copies
    with socket.socket(socket.AF_UNIX) as listening, selectors.DefaultSelector() as waiting:
        listening.bind(path)
        listening.listen(100)
        waiting.register(listening, selectors.EVENT_READ)
        waiting.register(sys.stdin, selectors.EVENT_READ)
        print("ready", flush=True)
        while all(key.fileobj is listening for key, _ in waiting.select()):
            asked, _ = listening.accept()
            with asked:
                if not os.fork():
                    listening.close()
                    _answer(asked)


def _answer(asked: socket.socket) -> None:
    """Run what is ordered in a copy of this copy, and tell its exit code; end it where nobody waits for it any more."""
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    _, files, _, _ = socket.recv_fds(asked, 1, 3)
    order = json.loads(b"".join(iter(lambda: asked.recv(_LARGEST), b"")))
    process = os.fork()
    if not process:
        asked.close()
        os._exit(_run(order, files))
    for number in files:
        os.close(number)
    ends, poll = os.pidfd_open(process), select.poll()
    poll.register(ends, select.POLLIN)
    poll.register(asked, 0)  # which tells alone that it hangs up
    if ends not in dict(poll.poll()):
        os.kill(process, signal.SIGKILL)
    _, status = os.waitpid(process, 0)
    with suppress(OSError):
        asked.sendall(str(os.waitstatus_to_exitcode(status)).encode())
    os._exit(0)


def _run(order: dict, files: list[int]) -> int:
    """Run what is ordered, as a new process would; returns its exit code."""
    os.setsid()
    for number, file in enumerate(files):
        os.dup2(file, number)
    for file in files:
        os.close(file)
    sys.stdin, sys.stdout, sys.stderr = (
        os.fdopen(number, mode, buffering, "utf-8", errors, closefd=False)
        for number, mode, buffering, errors in ((0, "r", -1, None), (1, "w", -1, None), (2, "w", 1, "backslashreplace"))
    )
    os.environ.clear()
    os.environ.update(order["env"])
    tempfile.tempdir = None
    os.chdir(order["cwd"])
    sys.argv = ["analysis", *order["words"]]
    sys.path[0] = ""
    code = 0
    try:
        exec(compile(order["source"], "<ordered>", "exec"), {"__name__": "__main__"})
    except SystemExit as error:
        if isinstance(error.code, str):
            print(error.code, file=sys.stderr)
        code = error.code if isinstance(error.code, int) else int(error.code is not None)
    except BaseException:
        traceback.print_exc()
        code = 1
    with suppress(Exception):
        threading._shutdown()
        atexit._run_exitfuncs()
    with suppress(OSError, ValueError):
        sys.stdout.flush()
    return code


if __name__ == "__main__":
    (_stand_in if sys.argv[2:] else _serve)(*sys.argv[1:])
