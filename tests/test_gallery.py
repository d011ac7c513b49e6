"""The page that leads to the reports of several articles."""

from __future__ import annotations

import re

from analysis.report.gallery import make_gallery


def test_a_gallery_leads_to_the_page_of_each_article_and_to_its_figures(article_file, tmp_path):
    path = article_file(
        "Flood <b>empties</b> plain\nOfficials said that about 1,200 people had left Marnek.", "flood.txt"
    )
    index = make_gallery([path], tmp_path)
    page = index.read_text("utf-8")
    assert index == tmp_path / "reports" / "index.html"
    assert "Flood &lt;b&gt;empties&lt;/b&gt; plain" in page and "<b>empties" not in page
    led = set(re.findall(r'href="([^"#]+)(?:#[^"]*)?"', page))
    assert led == {"flood/report.html"}
    assert (tmp_path / "reports" / "flood" / "report.html").is_file()
    assert "Officials: “" in page and 'report.html#q1"' in page
    identities = re.findall(r' id="([^"]+)"', page)
    assert len(set(identities)) == len(identities)
