"""Boilerplate lines around articles."""

from __future__ import annotations

from tenor.articles.boilerplate import MAX_LINE, is_footer_boilerplate, is_header_boilerplate


def test_some_lines_are_boilerplate_only_below_an_article() -> None:
    for line in ("Share this article on Facebook", "Advertisement"):
        assert is_header_boilerplate(line)
        assert is_footer_boilerplate(line)
    for line in ("Read more: ships", "© 2019 The Paper", "* * *"):
        assert not is_header_boilerplate(line)
        assert is_footer_boilerplate(line)


def test_a_bullet_before_the_line_is_ignored() -> None:
    assert is_footer_boilerplate("• Follow us on Twitter")


def test_longer_lines_are_paragraphs() -> None:
    notice = "Follow us on Twitter"
    line = notice + " " * (MAX_LINE - len(notice) + 1)
    assert not is_footer_boilerplate(line)
    assert is_footer_boilerplate(line, max_length=MAX_LINE + 1)
    assert not is_header_boilerplate(line[: MAX_LINE // 2 + 1])
