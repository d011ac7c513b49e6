"""Kernels that keep their noise to themselves, know nothing of their user's settings, and end when told to."""

from __future__ import annotations

import os
import re
import signal
import subprocess
from contextlib import suppress
from pathlib import Path
from threading import Lock

from jupyter_client import AsyncKernelManager
from jupyter_client.kernelspec import KernelSpecManager
from jupyter_client.provisioning import LocalProvisioner

from analysis.report.nursery import ENVIRONMENT, Nursery

_LONGEST_SOCKET = 100
"""Bytes that the path of a socket may have, about: systems allow 104 or 108."""
_ERROR = re.compile(r"^[\w.]*Error: .+$", re.MULTILINE)


class Kernels:
    """The kernels of one execution, all ended by `stop`; what they need and write lies in `folder`.

    They are spoken to through files in `sockets`, if its path is not too long: of two kernels that start at once, both
    may be told the same port. They are forked from the process of `nursery` where one is given, else each
    starts from nothing.
    """

    def __init__(self, folder: Path, sockets: Path, nursery: Nursery | None = None):
        self._folder, self._sockets, self._nursery = folder, sockets, nursery
        self._running: set[int] = set()
        self._exits: dict[str, int | None] = {}
        self._stopped = False
        self._lock = Lock()

    def manager(self, name: str) -> type[AsyncKernelManager]:
        """The class of the manager of one kernel, for `nbclient.NotebookClient.kernel_manager_class`."""
        kernels, log = self, self._log(name)
        environment = ENVIRONMENT | {"IPYTHONDIR": str(self._folder / "ipython")}

        class Manager(AsyncKernelManager):
            def _kernel_spec_manager_default(self):
                return KernelSpecManager(kernel_dirs=[])  # no kernel of the user's, and no look into the home for one

            async def start_kernel(self, **options):
                self.connection_file = str(kernels._sockets / f"{name}.json")
                self.transport = "ipc" if len(os.fsencode(self.connection_file)) <= _LONGEST_SOCKET else "tcp"
                if kernels._nursery:
                    self.provisioner = _Forked(
                        nursery=kernels._nursery, kernel_id=name, kernel_spec=self.kernel_spec, parent=self
                    )
                options["extra_arguments"] = [
                    "--HistoryManager.enabled=False",  # a thread, and nobody looks
                    "--InteractiveShellApp.ignore_cwd=True",
                ]
                with log.open("wb") as output:
                    await super().start_kernel(
                        env=os.environ | environment, stdout=output, stderr=subprocess.STDOUT, **options
                    )
                kernels._started(self.provisioner.pid)

            async def cleanup_resources(self, restart=False):
                process = self.provisioner.process
                kernels._ended(name, self.provisioner.pid, process and process.returncode)
                await super().cleanup_resources(restart=restart)

        return Manager

    def ending(self, name: str, error: RuntimeError) -> str:
        """Why a kernel ended by itself, as far as known: the signal, or the error that its process wrote.

        `error` is what its client makes of that: of one that never came to be a process, nothing else is known.
        """
        code = self._exits.get(name)
        if code == -signal.SIGKILL:
            return ": killed, perhaps for want of memory"
        if code and code < 0:
            return f": {signal.strsignal(-code)}"
        if not self._log(name).exists():
            return f": {error}"
        said = _ERROR.findall(self._log(name).read_text("utf-8", "replace"))
        return f": {said[-1]}" if said else ""

    def stop(self) -> None:
        """End every kernel now, also one that is only being started."""
        with self._lock:
            self._stopped = True
            for process in self._running:
                _kill(process)

    def _started(self, process: int) -> None:
        with self._lock:
            self._running.add(process)
            if self._stopped:
                _kill(process)

    def _ended(self, name: str, process: int, code: int | None) -> None:
        with self._lock:
            self._running.discard(process)
            self._exits[name] = code

    def _log(self, name: str) -> Path:
        return self._folder / f"{name}.log"


class _Forked(LocalProvisioner):
    """Has a kernel forked by a nursery."""

    def __init__(self, nursery: Nursery, **options):
        super().__init__(**options)
        self._nursery = nursery

    async def launch_kernel(self, cmd: list[str], **options):
        self.process = self._nursery.fork(cmd, options["env"], options.get("cwd"), options["stdout"].name)
        self.pid = self.pgid = self.process.pid
        return self.connection_info

    async def kill(self, restart: bool = False) -> None:
        await super().kill(restart)
        self.process.wait()  # at once: the manager looks only ten times a second


def _kill(process: int) -> None:
    # A kernel leads a group of its own; of one that has just ended macOS says that it may not be killed.
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(process, signal.SIGKILL)
