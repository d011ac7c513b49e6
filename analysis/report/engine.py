"""Papermill's engine, without its habit of writing the notebook before and after each cell.

Half of the time of a short notebook went into that.
"""

from __future__ import annotations

from papermill.engines import NBClientEngine, papermill_engines

ENGINE = "written-once"
"""The engine's name for `papermill.execute_notebook`."""


class _WrittenOnce(NBClientEngine):
    """Writes the notebook when it begins and when it ends, however it does."""

    @classmethod
    def execute_managed_notebook(cls, nb_man, kernel_name, **options):
        path, nb_man.output_path = nb_man.output_path, None
        try:
            return super().execute_managed_notebook(nb_man, kernel_name, **options)
        finally:
            nb_man.output_path = path


papermill_engines.register(ENGINE, _WrittenOnce)
