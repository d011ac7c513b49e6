"""Reading an article: from a path to its tables."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from analysis.article import Article, InputError, load
from analysis.article.dating import iso_date
from analysis.article.loading import checked, headline, sound_article
from analysis.article.patience import limited
from analysis.findings import find
from analysis.reading import rows

if TYPE_CHECKING:
    import pandas as pd

    from analysis.findings import Findings
    from analysis.findings.sureness import Sureness


class Tables:
    """Tables of one article or several, each a DataFrame with the columns of `analysis.reading.schema`."""

    tables: Mapping[str, pd.DataFrame]
    """Every table by name."""

    @property
    def articles(self) -> pd.DataFrame:
        """One row per article."""
        return self.tables["articles"]

    @property
    def quantities(self) -> pd.DataFrame:
        """One row per quantity, in text order."""
        return self.tables["quantities"]

    @property
    def attributions(self) -> pd.DataFrame:
        """One row per attribution: who is said to say what."""
        return self.tables["attributions"]

    @property
    def sources(self) -> pd.DataFrame:
        """One row per source, in order of first mention."""
        return self.tables["sources"]

    @property
    def hedges(self) -> pd.DataFrame:
        """One row per marker of (un)certainty, in text order."""
        return self.tables["hedges"]

    @property
    def claims(self) -> pd.DataFrame:
        """One row per quantity with who is credited with it."""
        return self.tables["claims"]

    @property
    def disagreements(self) -> pd.DataFrame:
        """One row per topic on which the article has several claims."""
        return self.tables["disagreements"]

    @property
    def checks(self) -> pd.DataFrame:
        """One row per relation between figures that the article states, and whether it holds."""
        return self.tables["checks"]

    @property
    def corrections(self) -> pd.DataFrame:
        """One row per field that a person corrected, with what the machine had read there."""
        return self.tables["corrections"]

    @property
    def texts(self) -> pd.DataFrame:
        """The text that offsets count in, where it is not the file's own."""
        return self.tables["texts"]


@dataclass(frozen=True, repr=False)
class Reading(Tables):
    """One article with all its tables."""

    article: Article

    @cached_property
    def tables(self) -> dict[str, pd.DataFrame]:  # ty: ignore[incompatible-attribute-override]  # frozen
        """Every table by name, in the order of the contract."""
        return {name: rows.frame(name, records) for name, records in self._rows.items()}

    @cached_property
    def _rows(self) -> dict[str, rows.Rows]:
        return _rows_of(self.article)

    @cached_property
    def sureness(self) -> Sureness:
        """How sure the networks are of who is credited with each quantity, and of which are about the same thing."""
        from analysis.findings.sureness import sureness

        return sureness(_findings_of(self.article))

    def write(self, folder: str | os.PathLike[str], *names: str, excel: bool = False, xlsx: bool = False) -> None:
        """Write the named tables (all of them where none is named) to `folder` as Parquet and CSV.

        With `excel`, CSV begins with a byte-order mark; with `xlsx`, the workbook tables.xlsx is written too.
        """
        from analysis.reading.spreadsheets import Spreadsheets
        from analysis.reading.writers import table_writer

        with table_writer(folder, names or self.tables, Spreadsheets(excel, xlsx)) as writer:
            writer.add(self._rows)

    def show(self, quantity_id: str) -> Passage:
        """The sentence that a quantity stands in, with its marks; for display in Jupyter."""
        return Passage(self, int(self.quantities["sentence"].iloc[self._number_of(quantity_id)]))

    def explain(self, quantity_id: str) -> pd.DataFrame:
        """The reasons for the values in a quantity's row, one reason per row.

        `column` and `value` are what is explained, `because` names the words or the decision. `probability` is what a
        model gave the value, also where it decided against it; it is missing for rules and corrections.
        """
        import pandas as pd

        from analysis.findings import explain

        reasons = explain(_findings_of(self.article), self._number_of(quantity_id))
        return pd.DataFrame(reasons, columns=["column", "value", "because", "probability"])

    def _number_of(self, quantity_id: str) -> int:
        """Return the index of a quantity's row; raise `KeyError` where there is none."""
        identifiers = self.quantities["quantity_id"].tolist()
        if quantity_id not in identifiers:
            raise KeyError(f"no quantity {quantity_id!r}; there are {len(identifiers)}: q1, q2, …")
        return identifiers.index(quantity_id)

    def _repr_html_(self) -> str:
        from analysis import marks

        return marks.article_html(self.article, marks.marks_of(self.tables), anchors=True)

    def __repr__(self) -> str:
        counts = ", ".join(f"{len(self.tables[name])} {name}" for name in ("quantities", "sources", "hedges"))
        return f"<Reading of {self.article.article_id!r}: {counts}>"


@lru_cache(maxsize=1)  # for a notebook's cell that reads its article again
def _rows_of(article: Article) -> dict[str, rows.Rows]:
    return rows.tables_of(_findings_of(article))


@lru_cache(maxsize=1)  # the tables and the reasons for their values come from the same findings
def _findings_of(article: Article) -> Findings:
    with limited(len(article.text), article.article_id):
        return find(article)


@dataclass(frozen=True)
class Passage:
    """One sentence of a reading, shown with its marks."""

    reading: Reading
    sentence: int

    @property
    def text(self) -> str:
        """The sentence's words."""
        return self.reading.article.sentences[self.sentence].of(self.reading.article.text)

    def _repr_html_(self) -> str:
        from analysis import marks

        span = self.reading.article.sentences[self.sentence]
        return marks.passage_html(self.reading.article, marks.marks_of(self.reading.tables), span)

    def __repr__(self) -> str:
        return self.text


def read(
    source: str | os.PathLike[str] | Article | None = None,
    *,
    text: str | None = None,
    title: str | None = None,
    publisher: str | None = None,
    published: str | date | None = None,
    url: str | None = None,
    article_id: str = "article",
    language: str = "en",
) -> Reading:
    """Read one article: a path to a `.txt`, `.md` or `.html` file, an `Article`, or a `text` with its metadata.

    The `<article>.corrections.toml` beside a file is applied. `language` is the ISO 639-1 code that a file or a text
    must be in, or `any`. A lone surrogate, which UTF-8 cannot hold, becomes a question mark. Raises `InputError` for
    what cannot be read as an article, for a correction that does not fit it, and for a date that could mean several
    days; `TypeError` where both `source` and `text` are given, or neither, or a text in the place of a path.
    """
    known = {"title": title, "publisher": publisher, "published": published, "url": url}
    if (source is None) == (text is None) or (text is None and any(known.values())):
        raise TypeError("read() takes a path or an Article, or text=… with title=…, publisher=…, published=…, url=…")
    if text is not None:
        article = Article(text, article_id, title or headline(text), publisher, _day(published), url)
        reading = Reading(checked(sound_article(article), article_id, language))
    else:
        assert source is not None  # as checked above
        if isinstance(source, str) and not Path(source).suffix and len(source.split()) > 1:
            raise TypeError("read() takes a path; give it a text as read(text=…)")
        if isinstance(source, str) and "://" in source:
            raise InputError(f"{source}: an address; give it to who-says-how-many report, or download it")
        reading = Reading(sound_article(source) if isinstance(source, Article) else load(source, language=language))
    if reading.article.corrections is not None:
        _ = reading.tables  # a correction that does not fit raises here, not where a table is first used
    return reading


def _day(published: str | date | None) -> str | None:
    if published is None or published != published:  # a gap in a column of pandas' is not equal to itself
        return None
    # Midnight in no time zone is how pandas holds a day.
    text = published.isoformat().removesuffix("T00:00:00") if isinstance(published, date) else published
    day = iso_date(text)
    if text.strip() and not day:
        raise InputError(f"published {text!r}: is no one day; give it as in 2025-01-31")
    return day
