"""A report of an article at an address."""

from __future__ import annotations

from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest
from click.testing import CliRunner

import analysis.report
from analysis import InputError, read
from analysis.__main__ import cli
from analysis.corpus.fetching import fetched
from analysis.corpus.listing import suffixes

TEXT = "Police said on Monday that over 1,000 people had fled the town, and that about 40 were missing."
PAGE = f"<html><head><title>Flood</title></head><body><article><h1>Flood</h1><p>{TEXT}</p></article></body></html>"


@pytest.fixture
def website(tmp_path):
    folder = tmp_path / "www"
    folder.mkdir()
    (folder / "2025-flood").write_text(PAGE)
    (folder / "flood.txt").write_text(TEXT)
    (folder / "flood.corrections.toml").write_text("<html>Not found</html>")
    (folder / "many.jsonl").write_text("{}")

    class Silent(SimpleHTTPRequestHandler):
        def log_message(self, *_):
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Silent, directory=folder)) as server:
        Thread(target=server.serve_forever).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def test_a_page_at_an_address_without_suffix_is_an_article(website):
    with fetched(f"{website}/2025-flood") as path:
        reading = read(path)
        assert reading.article.article_id == "2025-flood" and reading.article.title == "Flood"
        assert reading.quantities["low"].dropna().tolist() == [1000, 40]
    assert not path.exists()


def test_what_a_web_server_has_for_any_address_is_not_taken_for_corrections(website):
    with fetched(f"{website}/flood.txt") as path:
        assert read(path).quantities["low"].tolist() == [1000, 40]


@pytest.mark.parametrize("name", ["many.jsonl", "missing.html"])
def test_what_is_no_article_at_an_address_is_refused(name, website):
    with pytest.raises(InputError, match=r"not one article|cannot be reached"), fetched(f"{website}/{name}"):
        pass


def test_a_report_names_the_address(website, monkeypatch, tmp_path):
    def make_report(article, output, *, address, **_):
        asked.append((article.name, article.read_text(), address))
        return tmp_path

    asked = []
    monkeypatch.setattr(analysis.report, "make_report", make_report, raising=False)
    done = CliRunner().invoke(cli, ["report", f"{website}/2025-flood", "--output", str(tmp_path)])
    assert done.exit_code == 0, done.output
    assert asked == [("2025-flood.html", PAGE, f"{website}/2025-flood")]


@pytest.mark.parametrize(
    ("address", "kind"),
    [
        ("https://x.org/news/2025-flood", ".html"),
        ("https://x.org/article.php?id=7", ".html"),
        ("https://x.org/", ".html"),
        ("https://x.org/report.pdf", ".pdf"),
        ("https://x.org/text.txt", ".txt"),
        ("https://x.org/archive.zst", ".zst"),
        ("notes", ""),
    ],
)
def test_a_web_address_that_tells_no_kind_is_that_of_a_page(address, kind):
    assert suffixes(address) == (kind, "")
