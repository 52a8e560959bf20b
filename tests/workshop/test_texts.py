"""Texts in three languages: which are stale, and what is shown then."""

from __future__ import annotations

import string

import pytest

from compare.errors import UsageError
from compare.workshop.exercise import SECTIONS, exercise_names, read_exercise
from compare.workshop.languages import LANGUAGES, chosen
from compare.workshop.phrases import phrases
from compare.workshop.texts import Section, digest, read_sections, said, stale
from tests.workshop.translations import TRANSLATED, wrong


@pytest.mark.parametrize("language", TRANSLATED)
def test_no_translation_is_stale(language):
    assert wrong(language) == []


@pytest.mark.parametrize("name", exercise_names())
def test_an_exercise_has_all_sections_and_no_others(name):
    for sections in read_exercise(name).sections.values():
        assert tuple(sections) == SECTIONS


@pytest.mark.parametrize("language", TRANSLATED)
def test_a_translated_sentence_is_filled_in_with_the_same(language):
    def filled(text: str) -> set[str | None]:
        return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}

    for key, section in phrases()["en"].items():
        assert filled(phrases()[language][key].text) == filled(section.text), key


def test_a_stale_translation_is_not_shown_but_its_source(tmp_path):
    (tmp_path / "en.md").write_text("<!-- task -->\nDo it.\n\n<!-- hint-1 -->\nTry.\n")
    (tmp_path / "es.md").write_text(
        f"<!-- task of {digest('Do it.')} -->\nHazlo.\n\n<!-- hint-1 of {'0' * 12} -->\nPrueba.\n"
    )
    sections = {code: read_sections(tmp_path / f"{code}.md") for code in LANGUAGES}

    assert said(sections, "task", "es").text == "Hazlo."
    assert not said(sections, "task", "es").stale
    assert said(sections, "hint-1", "es").text == "Try."
    assert said(sections, "hint-1", "es").stale
    assert said(sections, "task", "pt").text == "Do it."
    assert said(sections, "task", "pt").stale
    assert stale(sections, "es") == [
        f"hint-1: is of 000000000000, and the source is {digest('Try.')}"
    ]
    assert len(stale(sections, "pt")) == 2


def test_a_translation_of_nothing_is_told():
    sections = {
        "en": {"a": Section("A")},
        "es": {"a": Section("A", digest("A")), "b": Section("B")},
    }
    assert stale(sections, "es") == ["b: translates nothing"]


@pytest.mark.parametrize("text", ["Hello\n<!-- task -->\n", "<!-- a -->\nx\n<!-- a -->\ny\n"])
def test_a_file_that_is_cut_wrong_is_one_sentence(text, tmp_path):
    (tmp_path / "en.md").write_text(text)
    with pytest.raises(UsageError, match=r"en\.md"):
        read_sections(tmp_path / "en.md")


@pytest.mark.parametrize(
    ("asked", "environment", "expected"),
    [
        ("pt", {"LANG": "es_ES.UTF-8"}, "pt"),
        (None, {"LANG": "es_MX.UTF-8"}, "es"),
        (None, {"LANG": "pt_BR"}, "pt"),
        (None, {"LANG": "fr_FR.UTF-8"}, "en"),
        (None, {"LANG": "en_GB.UTF-8", "LC_ALL": "es_ES.UTF-8"}, "es"),
        (None, {"LANG": "en_US.UTF-8", "LANGUAGE": "ca:pt_PT:es"}, "pt"),
        (None, {"LANG": "C.UTF-8"}, "en"),
        (None, {"LANG": "C", "LANGUAGE": "es"}, "en"),
        (None, {}, "en"),
    ],
)
def test_the_language_is_what_was_asked_for_or_the_locales(asked, environment, expected):
    assert chosen(asked, environment) == expected
