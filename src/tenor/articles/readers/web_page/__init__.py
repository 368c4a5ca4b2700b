"""What a web page says of its article: headline, date, byline, and whether it has an article."""

from tenor.articles.readers.web_page.block_page import block_page_kind
from tenor.articles.readers.web_page.bounds import bound_elements, check_attributes
from tenor.articles.readers.web_page.byline import page_byline
from tenor.articles.readers.web_page.headline import find_headline, page_title
from tenor.articles.readers.web_page.lines import article_lines
from tenor.articles.readers.web_page.link_lists import replace_link_paths
from tenor.articles.readers.web_page.metadata import Metadata
from tenor.articles.readers.web_page.paragraph_classes import replace_paragraph_classification
from tenor.articles.readers.web_page.published import page_date

__all__ = [
    "Metadata",
    "article_lines",
    "block_page_kind",
    "bound_elements",
    "check_attributes",
    "find_headline",
    "page_byline",
    "page_date",
    "page_title",
    "replace_link_paths",
    "replace_paragraph_classification",
]
