"""Tags put right where the words around leave no doubt between an attributing verb and a noun."""

from __future__ import annotations

from analysis.attributions import lexicon

_MODIFIERS = frozenset("over about some around nearly under".split())
_SAYING = frozenset(
    "said says told tells added adds wrote writes noted argued tweeted announced asked".split()
)
_OPENERS = frozenset("also then as so thus here there now later first".split())
_BEHIND_VERBS = frozenset("that whether him her them he she they the a an".split())
_POSSESSIVES = frozenset("'s his her their its our my your".split())
_NAMING = frozenset(["NOUN", "PROPN", "PRON"])
_AUXILIARIES = frozenset(
    """is are was were be been being am has have had having do does did done doing will would wo ca can could shall
    should may might must ought need get gets got gotten getting ai to used let dare not cannot""".split()
)
_ENDS = frozenset([".", ":", ""])
_REACH = 6
_LONGEST_SUBJECT = 14


def repair(words: list[str], tags: list[str], quote: str) -> None:
    """Correct `tags` in place; `words` are in lower case, and `quote` is the tag of a folded quotation."""
    forms = lexicon.forms()
    for at, word in enumerate(words):
        if word in _MODIFIERS and tags[at + 1 : at + 2] == ["NUM"]:
            tags[at] = "ADV"
        if tags[at] == "AUX" and word not in _AUXILIARIES and word not in forms and "'" not in word:
            tags[at] = "PROPN"
        if word not in forms or tags[at] == quote:
            continue
        if tags[at] in ("NOUN", "PROPN", "ADJ", "ADV", "AUX") and _is_verb(words, tags, at, quote):
            tags[at] = "VERB"
        elif tags[at] == "VERB" and _is_subject(words, tags, at):
            tags[at] = "NOUN"
        if at == 1 and word in _SAYING and tags[0] not in _NAMING and words[0] not in _OPENERS:
            tags[0] = "PROPN" if tags[0] in ("ADV", "ADJ", "VERB", "INTJ", "X") else tags[0]


def _is_verb(words: list[str], tags: list[str], at: int, quote: str) -> bool:
    """Whether what is tagged otherwise is a verb of the lexicon."""
    word, before = words[at], tags[at - 1] if at else ""
    if word in lexicon.unmistakable() and before != "DET" and tags[at] != "AUX":
        return True
    following = words[at + 1] if at + 1 < len(words) else ""
    if before == "AUX" and following == "by" and word.endswith("ed"):
        return True
    if word.endswith("ing"):
        return before in ("PUNCT", "ADV") and word != "being"
    if tags[at] in ("ADJ", "ADV", "AUX") or all(form.name == "participle" for form in lexicon.forms()[word]):
        return False
    document = at > 0 and words[at - 1] in lexicon.nouns("documents")
    if (before not in _NAMING and not document) or words[at - 1] in _POSSESSIVES:
        return False
    if following in _ENDS and _closes_sentence(words, tags, at):
        return True
    if following == "that":
        return True
    verbless = {"VERB", "AUX"}.isdisjoint(tags[max(at - _REACH, 0) : at])
    shows = document and lexicon.has_frame(word, "evidence")
    intends = following == "to" and lexicon.has_frame(word, "infinitive")
    opens = following in _BEHIND_VERBS or tags[at + 1 : at + 2] == [quote]
    return verbless and (opens or shows or intends)


def _closes_sentence(words: list[str], tags: list[str], at: int) -> bool:
    """Whether it ends a sentence as its verb: "Y, the New York Times *reports*.", "The New York Times *reports*:"."""
    if all(form.name != "third" for form in lexicon.forms()[words[at]]):
        return False
    if words[at + 1 : at + 2] == [":"]:
        return {"VERB", "AUX"}.isdisjoint(tags[:at])
    comma = next((back for back in range(at - 2, max(at - _LONGEST_SUBJECT, 0), -1) if words[back] == ","), 0)
    named = tags[comma + 1 : comma + 2] in (["DET"], ["PROPN"], ["PRON"]) and "AUX" not in tags[comma:at]
    return comma > 0 and named and words[at - 1] != "and" and not {"VERB", "AUX"}.isdisjoint(tags[:comma])


def _is_subject(words: list[str], tags: list[str], at: int) -> bool:
    """Whether the first of two verbs in a row is a noun for a document, and the subject: "*reports* suggest"."""
    if at + 1 >= len(words) or words[at + 1] not in lexicon.forms() or tags[at + 1] != "VERB":
        return False
    free = at == 0 or tags[at - 1] not in ("AUX", "PART")
    return free and words[at] in lexicon.nouns("documents") and not words[at].endswith("ing")
