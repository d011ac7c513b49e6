"""The kernel of a run: one process that executes notebooks one after another, each in a namespace of its own.

Most of the time of a short notebook goes into imports and models. The notebooks of a report, and all reports of a run,
share them by sharing a kernel; it loads them while this process imports papermill.
"""

from __future__ import annotations

import encodings.unicode_escape  # noqa: F401 - fastjsonschema needs it, while another thread imports
import os
import re
import signal
import subprocess
import tempfile
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from importlib.resources import files
from pathlib import Path
from typing import Any, cast

import ipykernel.kernelspec  # noqa: F401 - else imported when a kernel starts, while another thread imports
from jupyter_client import AsyncKernelManager
from jupyter_client.kernelspec import KernelSpecManager
from jupyter_client.provisioning import LocalProvisioner
from jupyter_core.utils import ensure_event_loop, run_sync

from analysis.article import InputError

_ENVIRONMENT = {
    "ITABLES_CONFIG": "",
    "MATPLOTLIBRC": str(files("analysis") / "analysis.mplstyle"),
    "MPLBACKEND": "module://matplotlib_inline.backend_inline",
    "PYTHONSAFEPATH": "1",
}
"""Keeps out a user's settings, and modules in the working directory that are named like those that notebooks import:
they would change what the notebooks show, or end them."""
_OPTIONS = [
    "--HistoryManager.enabled=False",  # saves a thread
    "--InteractiveShellApp.ignore_cwd=True",
]
_PRELUDE = "from analysis.report import prelude; prelude.end_with_parent()"
_READ_AHEAD = "from analysis.report import prelude; prelude.read_ahead({article}, {language})"
_LONGEST_SOCKET = 100
"""The longest path of a socket, in bytes: systems allow 104 or 108."""
_ERROR = re.compile(r"^[\w.]*Error: .+$", re.MULTILINE)


def _temporary_folder() -> tempfile.TemporaryDirectory[str]:
    """A folder that is removed after use; raises `InputError` where none can be made."""
    try:
        return tempfile.TemporaryDirectory()
    except OSError as error:
        place, problem = os.environ.get("TMPDIR", "/tmp"), error.strerror or error
        raise InputError(f"{place}: cannot be written ({problem}); let TMPDIR name a folder with room in it") from None


class Kernel:
    """A kernel that starts when it is first needed and ends with this object's `with` block.

    Raises `InputError` where there is no room for temporary files.
    """

    def __init__(self) -> None:
        self._folder = _temporary_folder()
        # Everything that speaks to the kernel runs in one thread, because its sockets belong to that thread's loop.
        self._thread = ThreadPoolExecutor(1)
        self._manager: AsyncKernelManager | None = None
        self._process: subprocess.Popen[bytes] | None = None
        self._stopping = False

    def __enter__(self) -> Kernel:
        return self

    def __exit__(self, *error: object) -> None:
        self.stop()
        self._thread.submit(lambda: ensure_event_loop().close())  # nbclient leaves it open
        self._thread.shutdown()
        self._folder.cleanup()

    def prepare(self, article: str | os.PathLike[str], language: str) -> None:
        """Start the kernel, and have it read and draw an article while this process goes on with other work.

        Whatever fails here fails again, and is reported, when a notebook is executed.
        """
        self._thread.submit(self.start, _READ_AHEAD.format(article=ascii(os.fspath(article)), language=ascii(language)))

    def run(self, function: Callable[..., Any], *arguments: Any) -> Any:
        """Call a function in the thread that speaks to the kernel, and return what it returns."""
        return self._thread.submit(function, *arguments).result()

    def stop(self) -> None:
        """End the process now, also where it is only being started; `prepare` and `start` start another."""
        self._stopping = True
        self._kill()
        self._thread.submit(self._clean_up).result()

    def start(self, *lines: str) -> AsyncKernelManager:
        """Start the process where none runs, which executes lines of Python first, and return its manager.

        To be called by `run`. Raises `OSError` or `RuntimeError` where the system starts no process.
        """
        if self._manager is not None:
            return self._manager
        connection = os.path.join(self._folder.name, "kernel.json")
        manager = AsyncKernelManager(
            kernel_name="python3",
            kernel_spec_manager=KernelSpecManager(kernel_dirs=[]),  # no kernel of the user's
            connection_file=connection,
            # Sockets are files where their paths are not too long: two kernels may be given the same port.
            transport="ipc" if len(os.fsencode(connection)) <= _LONGEST_SOCKET else "tcp",
        )
        places = dict.fromkeys(("IPYTHONDIR", "MPLCONFIGDIR"), self._folder.name)
        with self._log.open("wb") as log:
            run_sync(manager.start_kernel)(
                extra_arguments=_OPTIONS + [f"--IPKernelApp.exec_lines={line}" for line in (_PRELUDE, *lines)],
                env=os.environ | _ENVIRONMENT | places,
                stdout=log,
                stderr=subprocess.STDOUT,
            )
        self._manager, self._process = manager, cast(LocalProvisioner, manager.provisioner).process
        if self._stopping:
            self._kill()
        return manager

    def ending(self, error: RuntimeError) -> str:
        """The reason why the kernel ended by itself, as far as known: the signal, or the error in its log.

        `error` is what its client reports, the only reason known of a process that never started or that still runs.
        """
        code = self._process.poll() if self._process else None
        if code is None:
            return f": {error}"
        if code == -signal.SIGKILL:
            return ": killed, perhaps for want of memory"
        if code < 0:
            return f": {signal.strsignal(-code)}"
        errors = _ERROR.findall(self._log.read_text("utf-8", "replace"))
        return f": {errors[-1]}" if errors else ""

    @property
    def _log(self) -> Path:
        return Path(self._folder.name, "kernel.log")

    def _kill(self) -> None:
        # The kernel leads a process group of its own; macOS does not permit killing one that has just ended.
        if self._process is not None and self._process.poll() is None:
            with suppress(ProcessLookupError, PermissionError):
                os.killpg(self._process.pid, signal.SIGKILL)

    def _clean_up(self) -> None:
        if self._manager is not None and self._process is not None:
            self._process.wait()
            run_sync(self._manager.cleanup_resources)()
        self._manager = self._process = None
        self._stopping = False
