"""A papermill engine that executes notebooks in a kernel that runs already."""

from __future__ import annotations

from typing import Any

from papermill.clientwrap import PapermillNotebookClient
from papermill.engines import Engine, NotebookExecutionManager, papermill_engines

ENGINE = "shared-kernel"
"""The engine's name for `papermill.execute_notebook`, which passes its options to `nbclient.NotebookClient`."""
_FORGET = "get_ipython().reset(new_session=True)"


class _Client(PapermillNotebookClient):
    def papermill_execute_cells(self) -> None:
        """Empty the kernel's namespace, which other notebooks have used, then execute the cells."""
        assert self.kc is not None  # papermill has started it
        self.wait_for_reply(self.kc.execute(_FORGET, silent=True, store_history=False))
        super().papermill_execute_cells()


class _SharedKernel(Engine):
    @classmethod
    def execute_managed_notebook(cls, nb_man: NotebookExecutionManager, kernel_name: str, **options: Any) -> None:
        """Execute a notebook in the kernel of the manager `km`; write it once, when it ends, however it does.

        Papermill's own engine also writes it before and after each cell, which takes as long as short cells do.
        """
        del options["input_path"]
        startup_timeout = options.pop("start_timeout")
        client = _Client(nb_man, kernel_name=kernel_name, startup_timeout=startup_timeout, **options)
        path, nb_man.output_path = nb_man.output_path, None
        try:
            client.execute()
        finally:
            nb_man.output_path = path
            if client.kc is not None:
                client.kc.stop_channels()


papermill_engines.register(ENGINE, _SharedKernel)
