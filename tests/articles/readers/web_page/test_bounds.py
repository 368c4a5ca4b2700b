"""Bounds of web pages."""

from __future__ import annotations

import lxml.html
import pytest

from tenor.articles import Reason, UnreadableInput
from tenor.articles.readers.markup import MAX_ATTRIBUTES
from tenor.articles.readers.web_page import bound_elements, check_attributes


@pytest.mark.parametrize("form", ["a{}", "a{}=1", 'a{}="> <"', "a{}='/'", "a{} = 1", "/a{}"])
def test_a_tag_of_many_attributes_is_refused_in_any_form(form: str) -> None:
    attributes = " ".join(form.format(i) for i in range(MAX_ATTRIBUTES + 1))
    with pytest.raises(UnreadableInput, match="has more than 1,000 attributes") as caught:
        check_attributes(f"<html><p {attributes}>Ships</p>")
    assert caught.value.reason is Reason.TOO_LARGE


def test_scripts_and_texts_are_no_tags() -> None:
    check_attributes(f"<p>x</p><script>for (i=0;i<n;i++) {{ {'x = 1; ' * 2000} }}</script>")
    check_attributes(f'<p a="{"b " * 5000}">{"Ships came. " * 5000}</p>')


def test_many_inline_elements_become_text_in_their_places() -> None:
    tree = lxml.html.fromstring(f"<p>a{'<b>c</b>d' * 1000}<a>e</a>f<i>g</i>h</p>")
    bound_elements(tree)
    assert tree.text_content() == f"a{'cd' * 1000}efgh"
    assert [child.tag for child in tree] == ["a"]
