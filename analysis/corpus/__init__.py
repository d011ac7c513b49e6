"""Many articles: files, folders and archives in, the tables of all of them out.

`inputs` yields what the inputs hold, as `records`: `listing` finds the files, `opening` opens and unpacks them,
`formats` (JSON lines, CSV), `parquet` and `webarchives` (with `warc` and `bodies`) read them, and `columns` finds
their further columns. `articles` makes an article of a record. `tabulating` writes all tables in one process;
`cluster` writes them on Dask, in `parts` under a `plan` and a lock (`locking`), read by processes of their own
(`reader`). `many` reads texts in memory.
"""

from analysis.corpus.articles import read_articles
from analysis.corpus.inputs import Inputs
from analysis.corpus.records import Fields, left_out
from analysis.corpus.tabulating import tabulate, write_tables

__all__ = ["Fields", "Inputs", "left_out", "read_articles", "tabulate", "write_tables"]
