# ruff: noqa: RUF001 - Chinese and Arabic punctuation is what is tested
from __future__ import annotations

import unicodedata
from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inventory_app.formats.pdf import fonts, shaping
from inventory_app.languages import LANGUAGES, language

EN, ZH, AR = language("en"), language("zh"), language("ar")

ALPHABET = st.sampled_from(
    "abc XYZ éñß ЖдЁ 0123 ()[]{}«».,:;!?-/%‘’“”…—"
    "ابتجحخدذرزسشصضطظعغفقكلمنهوي ءآأؤإئةى لا ًٌٍَُِّْ، ؛ ؟"
    "中文字信息和通信技术厅能力（）《》“”，。、；：？！"
)
PHRASES = st.text(alphabet=ALPHABET, max_size=80)
ANY_LANGUAGE = st.sampled_from(sorted(LANGUAGES)).map(language)
BRACKETS = str.maketrans(")]}»）》”’", "([{«（《“‘")


def drawn(lines) -> str:
    return "".join(run.text for line in lines for run in line.runs)


def letters(text: str) -> Counter[str]:
    plain = unicodedata.normalize("NFKC", text).translate(BRACKETS)
    return Counter(character for character in plain if not character.isspace())


def logical(line) -> str:
    return "".join(run.text for run in line.runs)


@settings(deadline=None)
@given(text=PHRASES, to=ANY_LANGUAGE, width=st.floats(12, 400), bold=st.booleans())
def test_no_character_is_lost_or_added(text, to, width, bold):
    lines = shaping.layout(text, width, 9, to, bold=bold)
    assert letters(drawn(lines)) == letters(text)


@settings(deadline=None)
@given(text=PHRASES, to=ANY_LANGUAGE, width=st.floats(12, 400))
def test_no_line_is_wider_than_its_room_unless_one_character_is(text, to, width):
    for line in shaping.layout(text, width, 9, to):
        assert line.width * 9 / 1000 <= width + 0.01 or sum(len(run.text) for run in line.runs) == 1


@settings(deadline=None)
@given(text=PHRASES, to=ANY_LANGUAGE, width=st.floats(12, 400), most=st.integers(1, 4))
def test_lines_are_limited_and_what_is_cut_is_marked(text, to, width, most):
    whole = shaping.layout(text, width, 9, to)
    limited = shaping.layout(text, width, 9, to, at_most=most)
    assert len(limited) == min(len(whole), most)
    if len(whole) > most:
        assert "…" in logical(limited[-1])
    else:
        assert limited == whole


@settings(deadline=None)
@given(text=st.text(max_size=60), to=ANY_LANGUAGE)
def test_no_text_at_all_breaks_the_layout(text, to):
    assert shaping.layout(text, 90, 9, to, at_most=3)


CHINESE = (
    "本摘要介绍2026年评估周期内登记的信息和通信技术（信通技术）能力，并与同类基准（ISO/IEC 27001以及"
    "内部目标）进行比较。“平均成熟度”为3.2（满分5），较上一周期提高0.3（10.3%）；各实体应在下一周期之前，"
    "就差距较大的领域提出《改进计划》，并说明所需资源、负责人和完成时限……"
)


@pytest.mark.parametrize("width", range(54, 260, 3))
def test_chinese_lines_begin_and_end_where_they_may(width):
    lines = [logical(line) for line in shaping.layout(CHINESE, width, 9, ZH)]
    assert "".join(lines) == CHINESE.replace(" ", "") or len(lines) > 1
    assert all(line[0] not in shaping.NEVER_FIRST for line in lines)
    assert all(line[-1] not in shaping.NEVER_LAST for line in lines[:-1])


def test_a_number_with_its_sign_stays_on_one_line():
    for width in range(30, 120, 2):
        lines = [logical(line) for line in shaping.layout("提高了10.3%左右", width, 9, ZH)]
        assert any("10.3%" in line for line in lines)


def test_words_are_kept_whole_where_there_is_room():
    lines = shaping.layout("information technology, communications", 75, 9, EN)
    assert [logical(line) for line in lines] == ["information", "technology,", "communications"]


def test_a_word_too_long_for_a_line_is_cut():
    lines = shaping.layout("x" * 200, 60, 9, EN)
    assert len(lines) > 10
    assert drawn(lines) == "x" * 200


def test_a_non_breaking_space_keeps_a_number_together():
    lines = shaping.layout("total 1\u202f234\u202f567 USD", 50, 9, EN)
    assert any("1\u202f234\u202f567" in logical(line) for line in lines)


def test_arabic_letters_are_joined_and_run_from_the_right():
    (line,) = shaping.layout("بيت", 200, 9, AR)
    assert [run.text for run in line.runs] == ["\ufe96\ufef4\ufe91"]


def test_latin_words_inside_arabic_keep_their_order_and_their_face():
    (line,) = shaping.layout("نظام ISO/IEC 27001 الجديد", 400, 9, AR)
    faces = [run.face for run in line.runs]
    assert faces == ["ICTSansArabic-Regular", "ICTSans-Regular", "ICTSansArabic-Regular"]
    assert line.runs[1].text.strip() == "ISO/IEC 27001"


@pytest.mark.parametrize("text", ["-3.5", "12 of 30", "11.5 ÷ 41.5", "ISO (27001).", "23 – 40"])
def test_text_without_arabic_reads_the_same_in_an_arabic_document(text):
    (line,) = shaping.layout(text, 400, 9, AR)
    assert logical(line) == text


def test_an_arabic_name_in_an_english_document_reads_from_the_right():
    (line,) = shaping.layout("مكتب (نيروبي)", 400, 9, EN)
    assert logical(line).endswith(shaping.layout("مكتب", 400, 9, EN)[0].runs[0].text)


def test_a_name_cannot_turn_the_rest_of_a_line_around():
    (line,) = shaping.layout("total \u202e001\u202c and \u2067x\u2069", 400, 9, EN)
    assert logical(line) == "total 001 and x"


def test_characters_without_a_glyph_are_shown_as_such():
    (line,) = shaping.layout("a🙂b\ud800", 400, 9, EN)
    assert logical(line) == "a\ufffdb\ufffd"


def test_rare_bold_chinese_characters_fall_back_to_the_regular_face():
    (line,) = shaping.layout("朱镕基", 400, 9, ZH, bold=True)
    assert [(run.face, run.text) for run in line.runs] == [
        ("ICTSansSC-Bold", "朱"),
        ("ICTSansSC-Regular", "镕"),
        ("ICTSansSC-Bold", "基"),
    ]


def test_line_ends_of_all_systems_begin_a_new_line():
    lines = shaping.layout("one\r\ntwo\rthree\nfour", 400, 9, EN)
    assert [logical(line) for line in lines] == ["one", "two", "three", "four"]


@pytest.mark.parametrize("sign", "\u202f\u00a0←→↔•≥≤≠≈×÷−–—…“”«»№●■▲▼✓")
@pytest.mark.parametrize("bold", [False, True])
def test_the_signs_of_the_program_are_in_its_fonts(sign, bold):
    assert fonts.face_for(sign, bold=bold, han=False) == fonts.face(fonts.LATIN, bold=bold)


def test_the_longest_word_is_what_cannot_be_broken():
    word = shaping.width_of("communications", 8, EN)
    assert shaping.longest_word("information and communications", 8, EN) == pytest.approx(word)
    assert shaping.longest_word("信息和通信", 8, ZH) == pytest.approx(8)


def test_a_number_in_groups_of_three_keeps_its_order_in_arabic():
    [line] = shaping.layout("لكل 1 000 مستعمل", 500, 8, LANGUAGES["ar"])
    assert "1\u00a0000" in "".join(run.text for run in line.runs)
    [line] = shaping.layout("عام 2026 150 كيانا", 500, 8, LANGUAGES["ar"])
    assert "150 2026" in "".join(run.text for run in line.runs)
