"""Many articles: files, folders and archives in, the tables of all of them out; in process, or on Dask."""

from analysis.corpus.articles import read_articles
from analysis.corpus.inputs import Inputs
from analysis.corpus.records import Fields
from analysis.corpus.tabulating import tabulate, write_tables

__all__ = ["Fields", "Inputs", "read_articles", "tabulate", "write_tables"]
