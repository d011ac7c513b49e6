"""A reading as W3C Web Annotations: what they say, and that they lead back to the words."""

from __future__ import annotations

import json

import pytest
from conftest import SEED
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from test_reading import NEWS

from analysis import Article, InputError, read
from analysis.article import CorrectionsFile
from analysis.reading.annotations import annotated_spans, annotations, write_annotations

TEXT = "“Over 40 people,” the mayor said, “may have left.” Nobody spoke of the others, and 12 dogs stayed."


def items(article: Article) -> dict[str, dict]:
    return {item["id"]: item for item in annotations(read(article))["first"]["items"]}


def in_tables(article: Article) -> dict[str, dict[str, list]]:
    """What the tables say of the spans of each row, in the shape of `annotated_spans`."""
    reading = read(article)
    found = {}
    for table, role in (("quantities", "quantity"), ("hedges", "hedge")):
        for row in reading.tables[table].to_dict("records"):
            found[row[f"{role}_id"]] = {role: [(row["start"], row["end"])]}
    mentions: dict[str, set] = {}
    for row in reading.attributions.to_dict("records"):
        roles = {role: [tuple(span) for span in row[f"{role}_spans"]] for role in ("source", "cue", "content")}
        found[row["attribution_id"]] = {role: spans for role, spans in roles.items() if spans}
        mentions.setdefault(row["source_id"], set()).update(roles["source"])
    for row in reading.claims.to_dict("records"):
        mentions.setdefault(row["source_id"], set()).update(map(tuple, row["source_spans"]))
    mentioned = [source for source in reading.sources["source_id"] if mentions.get(source)]
    return found | {source: {"source": sorted(mentions[source])} for source in mentioned}


def test_a_quantity_is_annotated_with_what_was_made_of_it():
    annotation = items(Article(TEXT, "a"))["#q1"]
    words, row = annotation["body"]
    assert words["type"] == "TextualBody" and words["format"] == "text/plain"
    assert words["value"] == "more than: 40 or more (person); source: the mayor (anonymous person); hedged"
    assert (row["id"], row["type"], row["low"], row["high"], row["unit"]) == ("#q1-row", "Claim", 40, None, "person")
    assert row["hedged"] and row["hedges"] == ["h1", "h2"] and row["source_name"] == "the mayor"


def test_a_target_has_a_quotation_with_its_context_and_a_position():
    (target,) = items(Article(TEXT))["#q1"]["target"]
    assert target["selector"] == [
        {
            "type": "TextQuoteSelector",
            "exact": "Over 40 people",
            "prefix": "“",
            "suffix": ",” the mayor said, “may have lef",
        },
        {"type": "TextPositionSelector", "start": 1, "end": 15},
    ]


def test_each_piece_of_an_attribution_is_a_target_with_its_role():
    targets = items(Article(TEXT))["#a1"]["target"]
    told = [(target["role"], target["selector"][0]["exact"]) for target in targets]
    assert told == [
        ("source", "the mayor"),
        ("cue", "said"),
        ("content", "“Over 40 people,”"),
        ("content", "“may have left.”"),
    ]


@pytest.mark.parametrize(
    ("url", "source"),
    [
        ("https://news.example/a?b=c#d", "https://news.example/a?b=c#d"),
        (None, "urn:sha256:"),
        ("javascript:alert(1)", "urn:sha256:"),
        ("https://news.example/ <script>", "urn:sha256:"),
    ],
)
def test_a_target_is_in_the_original_where_it_has_an_address_else_in_the_text_by_its_hash(url, source):
    article = Article(TEXT, url=url)
    expected = source + article.sha256 if source.endswith(":") else source
    assert {target["source"] for item in items(article).values() for target in item["target"]} == {expected}


def test_the_document_keeps_to_the_standard():
    document = annotations(read(SEED))
    page = document["first"]
    assert document["@context"][0] == "http://www.w3.org/ns/anno.jsonld"
    assert (document["type"], page["type"]) == ("AnnotationCollection", "AnnotationPage")
    assert document["total"] == len(page["items"]) == len({item["id"] for item in page["items"]})
    bodies = [body for item in page["items"] for body in item["body"]]
    assert len({body["id"] for body in bodies if "id" in body}) == document["total"]
    for item in page["items"]:
        assert item["type"] == "Annotation" and item["motivation"] in ("describing", "identifying", "classifying")
        assert item["target"] and all(target["type"] == "SpecificResource" for target in item["target"])
    # Terms that the standard has for something else would change what a row says.
    taken = {"value", "source", "target", "label", "name", "text", "start", "end", "language", "format"}
    assert not taken & {name for body in bodies if "id" in body for name in body}


def test_an_article_without_findings_has_an_empty_collection(tmp_path):
    write_annotations(read(Article("The garden was quiet.")), tmp_path)
    document = json.loads((tmp_path / "annotations.jsonld").read_text("utf-8"))
    assert document["total"] == 0 and annotated_spans(document, "The garden was quiet.") == {}


def test_a_corrected_quantity_is_annotated_as_corrected_and_a_source_that_no_words_name_is_not():
    record = '[[change]]\nquote = "40"\nlow = 50\nsource = { name = "Reuters", type = "named_organization" }\nreason = "so"\nauthor = "A."\ndate = 2025-02-01\n'
    article = Article("Police said that over 40 people had left.", corrections=CorrectionsFile("x.toml", record))
    found = items(article)
    words, row = found["#q1"]["body"]
    assert (row["low"], row["source_name"]) == (50, "Reuters") and "50 or more" in words["value"]
    assert [name for name in found if name.startswith("#s")] == ["#s1"]


HOSTILE = "<script>alert(1)</script> ]]> --> \u202eofficials\u2028 said that 40 <img src=x onerror=alert(2)> & \ud800 \U0001f600 people left."


def test_the_file_is_the_same_bytes_every_time_harmless_in_any_program_and_leads_back(tmp_path):
    reading = read(Article(HOSTILE, title="</script>"))
    for place in ("one", "two"):
        write_annotations(reading, tmp_path / place)
    written = (tmp_path / "one" / "annotations.jsonld").read_bytes()
    assert written == (tmp_path / "two" / "annotations.jsonld").read_bytes()
    assert not any(unsafe in written.decode() for unsafe in "<>&\u202e\u2028")
    assert annotated_spans(json.loads(written), HOSTILE) == in_tables(reading.article)
    assert [path.name for path in (tmp_path / "one").iterdir()] == ["annotations.jsonld"]


def test_a_folder_that_cannot_be_written_is_named_and_stays_as_it_was(tmp_path):
    (tmp_path / "file").write_text("in the way")
    (tmp_path / "annotations.jsonld").mkdir()
    for folder in (tmp_path / "file", tmp_path):
        with pytest.raises(InputError, match=r"annotations\.jsonld: cannot be written"):
            write_annotations(read(Article(TEXT)), folder)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["annotations.jsonld", "file"]


def assert_leads_back(article: Article) -> None:
    document = annotations(read(article))
    assert annotated_spans(json.loads(json.dumps(document)), article.text) == in_tables(article)
    for item in document["first"]["items"]:
        for target in item["target"]:
            quote, position = target["selector"]
            start, end = position["start"], position["end"]
            assert quote["exact"] == article.text[start:end] != ""
            assert article.text[:start].endswith(quote["prefix"]) and article.text[end:].startswith(quote["suffix"])


@settings(max_examples=12, suppress_health_check=[HealthCheck.too_slow])
@given(NEWS)
def test_annotations_lead_back_to_the_tables_offsets_for_any_news(text):
    assert_leads_back(Article(text))


def test_annotations_of_the_seed_lead_back_to_the_tables_offsets():
    assert_leads_back(read(SEED).article)


@settings(max_examples=12, suppress_health_check=[HealthCheck.too_slow])
@given(NEWS, st.text(min_size=1, max_size=80))
def test_in_a_text_that_has_moved_the_quotation_still_leads_to_the_words_or_says_that_they_are_ambiguous(text, before):
    article = Article(text)
    document = annotations(read(article))
    for item in document["first"]["items"]:
        for target in item["target"]:
            quote, position = target["selector"]
            context = quote["prefix"] + quote["exact"] + quote["suffix"]
            single = document | {"first": {"items": [item | {"target": [target]}]}}
            moved = before + text
            if moved.find(context) == moved.rfind(context):
                found = annotated_spans(single, moved)[item["id"][1:]][target["role"]]
                assert found == [(position["start"] + len(before), position["end"] + len(before))]


def test_words_whose_context_was_edited_are_found_where_they_stand_once():
    document = annotations(read(Article(TEXT)))
    edited = TEXT.replace("and 12 dogs stayed", "but 12 dogs remained")
    (span,) = annotated_spans(document, edited)["q2"]["quantity"]
    assert span.of(edited) == "12 dogs"


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("Nothing of the kind.", r"#q1: “Over 40 people” is not in this text"),
        (f"{TEXT} {TEXT} ".replace("“Over", "“ Over"), r"#q1: “Over 40 people” stands more than once"),
    ],
)
def test_words_that_cannot_be_told_are_named(text, problem):
    with pytest.raises(InputError, match=problem):
        annotated_spans(annotations(read(Article(TEXT))), text)


@pytest.mark.parametrize(
    "document", [{}, {"first": {"items": [{}]}}, {"first": None}, {"first": {"items": [{"id": 1}]}}]
)
def test_what_are_no_annotations_is_refused(document):
    with pytest.raises(InputError, match="not the annotations of a reading"):
        annotated_spans(document, TEXT)
