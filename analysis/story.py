"""What an article says, in a few sentences: its main figures, where sources differ, what is doubtful, who is silent.

Whatever a figure is said to be about is quoted from the article: the sentences are as true as who is credited.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import permutations
from typing import TYPE_CHECKING, Any

from analysis import summary, wording
from analysis.findings.salience import LEAD
from analysis.quoting import Figure, Sentence, inner, named, quoted, with_article
from analysis.standing import answerable, speaking

if TYPE_CHECKING:
    from analysis.reading import Reading

_MAIN, _NAMED, _SHORT = 2, 3, 12
"""So many main figures are quoted; so many figures and sources are named where others are counted; so many words are
quoted of a figure beside another."""
_LIKELY, _SURER, _ALIKE = 0.5, 4, 2
"""The confidence from which figures are rather about the same thing than not; what weighs a sure one; what weighs the
same unit or event of both."""


def story(reading: Reading) -> list[Sentence]:
    """The article in at most five sentences and one on corrections, each made of words and figures."""
    if reading.claims.empty:
        return [(f"The article states no figures; {_voices(reading)}.",), *_silence(reading)]
    records = _records(reading)
    main = list(_main(reading, records))
    return [
        *main,
        *_differences(reading, records, main),
        *_doubts(reading, records),
        *_silence(reading),
        *_corrections(reading),
    ]


def _voices(reading: Reading) -> str:
    """Who says what an article without figures reports, those who say most first."""
    found = speaking(reading).sort_values("attributions", ascending=False, kind="stable")["name"]
    if found.empty:
        return "nothing in it is attributed to anybody"
    names = [_lowered(with_article(reading.article.text, name)) for name in found[:_NAMED]]
    more = len(found) - len(names)
    return f"it tells what is said by {wording.listed([*names, f'{more} more'] if more else names)}"


def _records(reading: Reading) -> list[dict[str, Any]]:
    """Figures with who is credited with them, by the columns of both tables, in text order; null is None."""
    own = [name for name in reading.claims if name not in reading.quantities or name == "quantity_id"]
    found = reading.quantities.merge(reading.claims[own], on="quantity_id")
    return found.astype(object).where(found.notna(), None).to_dict("records")


def _main(reading: Reading, records: list[dict[str, Any]]) -> Iterator[Sentence]:
    """The weightiest figures in their own clauses, each from a sentence of its own, in text order.

    A topic of which `_differences` tells is given once.
    """
    weights = _weights(reading, records)
    apart = set(summary.disagreeing(reading)["topic"])
    chosen: list[dict[str, Any]] = []
    for record in sorted(records, key=lambda one: -weights[one["quantity_id"]]):
        told = {key for one in chosen for key in (one["sentence"], _stated(one), *({one["topic"]} & apart))}
        if len(chosen) < _MAIN and not told & {record["sentence"], _stated(record), record["topic"]}:
            chosen.append(record)
    for record in sorted(chosen, key=lambda one: one["start"]):
        yield (f"{_speaker(reading, record)}: ", *quoted(reading, record, records), ".")


def _weights(reading: Reading, records: Sequence[dict[str, Any]]) -> dict[str, float]:
    """How much an article is about each figure, by `quantity_id`.

    A main one weighs most, then what the first sentences and the headline state, then what most figures and several
    sources speak of.
    """
    headline = _headline(reading)
    titled = {_stated(one) for one in records if one["sentence"] < headline}
    sizes = Counter(one["topic"] for one in records)
    voices = Counter(topic for topic, _ in {(one["topic"], one["source_id"]) for one in records})
    return {
        one["quantity_id"]: 8 * (one["salience"] == "main")
        + 3 * (headline <= one["sentence"] < LEAD)
        + 3 * (_stated(one) in titled)
        + min(sizes[one["topic"]], 4)
        + 2 * (voices[one["topic"]] > 1)
        + (one["source_id"] is not None)
        - 8 * (one["sentence"] < headline)  # a reader has just read it
        for one in records
    }


def _headline(reading: Reading) -> int:
    """How many sentences the headline has: those of a first paragraph that does not end as a sentence does."""
    article = reading.article
    if len(article.paragraphs) < 2 or article.paragraphs[0].of(article.text).endswith((".", "!", "”", '"')):
        return 0
    return article.sentence_at(article.paragraphs[1].start)


def _speaker(reading: Reading, record: dict[str, Any]) -> str:
    if record["source_name"] is not None:
        name = _credited(reading, record)
        return name[0].upper() + name[1:]
    return "The article" if record["attribution_id"] is None else "Nobody who is named"


def _differences(reading: Reading, records: Sequence[dict[str, Any]], told: Sequence[Sentence]) -> Iterator[Sentence]:
    """The two ends of the weightiest disagreement or revision, told as possible where it is not sure.

    Where `told` quotes a figure already, its words alone are given.
    """
    weights = _weights(reading, records)
    found = summary.apart(reading)
    found = found.assign(sure=summary.is_sure(found))[found["confidence"].fillna(1).ge(_LIKELY)]
    headline = _headline(reading)
    told_of = [one for one in records if one["sentence"] >= headline]
    weighed = [
        (weight + _SURER * row["sure"], row, ends)
        for row in found.to_dict("records")
        if row["sure"] or row["kind"] != "revision"
        for weight, ends in _ends([one for one in told_of if one["quantity_id"] in row["claims"]], row["kind"], weights)
    ]
    if not weighed:
        return
    _, row, (least, most) = max(weighed, key=lambda one: one[0])
    ratio = _highest(most) / _lowest(least) if _lowest(least) > 0 else 0
    far = f", {wording.times(ratio)} times apart" if ratio >= summary.FAR else ""
    verb = "Sources differ" if row["sure"] else "Sources may differ"
    if row["kind"] == "revision":
        verb = "A figure was revised"
    given = {part.quantity_id for sentence in told for part in sentence if isinstance(part, Figure)}
    shown = [
        (named(one),) if one["quantity_id"] in given else quoted(reading, one, records, _SHORT) for one in (least, most)
    ]
    who = [_credited(reading, one) for one in (least, most)]
    yield (f"{verb}: ", *shown[0], f" ({who[0]}) and ", *shown[1], f" ({who[1]}){far}.")


def _ends(
    members: Sequence[dict[str, Any]], kind: str, weights: Mapping[str, float]
) -> Iterator[tuple[float, tuple[dict[str, Any], dict[str, Any]]]]:
    """What two sources (of a revision, anybody) state otherwise of one thing: its weight, the lower and higher figure.

    What the article says in its own voice is its source's where one states the same. Figures of one unit and one event
    are rather about the same thing.
    """
    sourced = {_stated(one): one for one in reversed(members) if one["source_id"] is not None}
    members = list({id(one): one for one in (sourced.get(_stated(one), one) for one in members)}.values())
    for least, most in permutations(members, 2):
        apart = _highest(most) / _lowest(least) if _lowest(least) > 0 else 0
        distinct = _highest(least) < _lowest(most) or apart >= summary.FAR
        if (
            _lowest(least) < _highest(most)
            and _stated(least) != _stated(most)
            and distinct
            and _measured(least) == _measured(most)
            and (
                least["sentence"] != most["sentence"]  # in one sentence, it is rather a change
                if kind == "revision"
                else None is not least["source_id"] != most["source_id"] is not None
            )
        ):
            alike = sum(least[name] is not None and least[name] == most[name] for name in ("unit", "event"))
            yield weights[least["quantity_id"]] + weights[most["quantity_id"]] + _ALIKE * alike, (least, most)


def _measured(record: dict[str, Any]) -> tuple[str, str | None]:
    """In what a figure is measured; counts of anything can be compared."""
    return record["kind"], None if record["kind"] == "count" else record["unit"]


def _lowest(record: dict[str, Any]) -> float:
    return record["high"] if record["low"] is None else record["low"]


def _highest(record: dict[str, Any]) -> float:
    return record["low"] if record["high"] is None else record["high"]


def _credited(reading: Reading, record: dict[str, Any]) -> str:
    if record["source_name"] is None:
        return wording.credited({name: record[name] for name in ("source_name", "attribution_id")})
    return _lowered(with_article(reading.article.text, record["source_name"]))


def _lowered(name: str) -> str:
    """A name within a sentence, its article in lower case."""
    return re.sub(r"^(?:The|An?)\b", lambda found: found[0].lower(), " ".join(name.split()))


def _doubts(reading: Reading, records: list[dict[str, Any]]) -> Iterator[Sentence]:
    """Which of the main figures below the headline are hedged, and which stand where nobody is named or quoted."""
    headline = _headline(reading)
    main = [one for one in records if one["salience"] == "main" and one["sentence"] >= headline]
    hedged = [one for one in main if one["hedged"]]
    sourced = {_stated(one) for one in records if one["source_id"] is not None}
    unsourced = [one for one in main if _stated(one) not in sourced]
    spoken = _spoken(reading)
    alone = [one for one in unsourced if one["sentence"] not in spoken]
    parts: list[Sentence] = []
    if hedged:
        parts.append(("all main figures are hedged",) if _all(hedged, main) else ("hedged: ", *_few(hedged)))
    if alone:
        parts.append(("no main figure has a source",) if _all(alone, main) else ("without a source: ", *_few(alone)))
    elif len(main) > 1 and not unsourced:
        parts.append(("every main figure has a source",))
    if parts:
        (first, *rest), *others = parts
        assert isinstance(first, str)  # each part opens with words
        more = [part for found in others for part in ("; ", *found)]
        yield (first[0].upper() + first[1:], *rest, *more, ".")


def _spoken(reading: Reading) -> set[int]:
    """The sentences in which anything is attributed to anybody."""
    sentences = reading.article.sentences
    spans = [
        span
        for name in ("source_spans", "cue_spans", "content_spans")
        for spans in reading.attributions[name]
        for span in spans
    ]
    return {
        at
        for at, sentence in enumerate(sentences)
        if any(start < sentence.end and sentence.start < end for start, end in spans)
    }


def _all(some: Sequence[dict[str, Any]], main: Sequence[dict[str, Any]]) -> bool:
    return len(some) == len(main) > 1


def _stated(record: dict[str, Any]) -> tuple[float | None, float | None, str]:
    return record["low"], record["high"], record["kind"]


def _few(found: Sequence[dict[str, Any]]) -> Iterator[str | Figure]:
    """The first figures by name, the others counted."""
    shown, more = found[:_NAMED], len(found) - _NAMED
    for at, record in enumerate(shown):
        last = at == len(shown) - 1 and more <= 0
        yield "" if at == 0 else " and " if last else ", "
        yield named(record)
    if more > 0:
        yield f" and {more} more"


def _silence(reading: Reading) -> Iterator[Sentence]:
    """Who keeps silent or declines to say more, and who denies or disputes, each in the article's words."""
    told = [
        f"{verb}: {wording.listed(found)}"
        for verb, stances in (
            ("silent or declining to say more", ("silent", "declines")),
            ("denying, disputing or rejecting", ("denies", "disputes")),
        )
        if (found := _refusals(reading, stances))
    ]
    if told:
        said = "; ".join(told)
        yield (said[0].upper() + said[1:] + ".",)


def _refusals(reading: Reading, stances: Sequence[str]) -> list[str]:
    text, names = reading.article.text, answerable(reading)["name"]
    found = reading.attributions[reading.attributions["stance"].isin(stances)].dropna(subset="source_id")
    headline = reading.article.sentences[_headline(reading)].start
    told = [
        f"{_lowered(with_article(text, names[row['source_id']]))} (“{_refusal(text, row)}”)"
        for row in found.drop_duplicates("source_id").to_dict("records")
        if row["cue_spans"][0][0] >= headline
    ]
    return told if len(told) <= _NAMED else [*told[:_NAMED], f"{len(told) - _NAMED} more"]


def _refusal(text: str, row: dict[str, Any]) -> str:
    """The words of a refusal, and what is refused where it follows them."""
    start, end = row["cue_spans"][0][0], row["cue_spans"][-1][1]
    for first, last in row["content_spans"]:
        if end <= first and not text[end:first].strip(" ,:"):
            end = last
    told = inner(text[start:end]).split()
    return " ".join(told[:_SHORT]).rstrip(".,;:") + (" …" if len(told) > _SHORT else "")


def _corrections(reading: Reading) -> Iterator[Sentence]:
    figures = reading.corrections[reading.corrections["action"] != "dismissed"]
    places = figures.drop_duplicates(["start", "end"])
    if not places.empty:
        authors = wording.listed(places["author"].drop_duplicates().tolist())
        were = "was" if len(places) == 1 else "were"
        yield (f"{wording.count(len(places), 'figure')} {were} corrected by {authors}.",)
