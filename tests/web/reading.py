"""What a person reads on a page."""

import re


def words(page: str) -> str:
    """The page below its top, without the markup, with single spaces."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page.partition("<main")[2] or page))
