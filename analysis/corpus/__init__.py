"""Many articles: files, folders and archives in, the tables of all of them out; in process, or on Dask."""

from analysis.corpus.articles import read_articles, write_tables
from analysis.corpus.inputs import Inputs

__all__ = ["Inputs", "read_articles", "write_tables"]
