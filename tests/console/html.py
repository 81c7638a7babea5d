"""Reads a page the way its reader does: elements by name, with their attributes and their text."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = frozenset({"meta", "link", "img", "br", "input", "hr"})


@dataclass
class Element:
    name: str
    attributes: dict[str, str] = field(default_factory=dict)
    children: list[Element | str] = field(default_factory=list)

    @property
    def text(self) -> str:
        return "".join(child if isinstance(child, str) else child.text for child in self.children)

    @property
    def line(self) -> str:
        """The text with single spaces."""
        return " ".join(self.text.split())

    def all(self, name: str | None = None, **attributes: str) -> list[Element]:
        """Elements below in reading order; attributes must be equal, `class_` must be among the classes."""
        found = []
        for child in self.children:
            if isinstance(child, Element):
                if name in (None, child.name) and child.has(**attributes):
                    found.append(child)
                found += child.all(name, **attributes)
        return found

    def one(self, name: str | None = None, **attributes: str) -> Element:
        (found,) = self.all(name, **attributes)
        return found

    def has(self, **attributes: str) -> bool:
        wanted = attributes.pop("class_", None)
        classes = self.attributes.get("class", "").split()
        return wanted in (None, *classes) and all(self.attributes.get(k) == v for k, v in attributes.items())


class _Builder(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open = [Element("")]

    def handle_starttag(self, tag, attrs):
        element = Element(tag, {name: value or "" for name, value in attrs})
        self.open[-1].children.append(element)
        if tag not in VOID:
            self.open.append(element)

    def handle_endtag(self, tag):
        assert self.open[-1].name == tag, f"</{tag}> closes <{self.open[-1].name}>"
        self.open.pop()

    def handle_data(self, data):
        self.open[-1].children.append(data)


def read(html: str) -> Element:
    """The page's tree; refuses elements that are not closed in order."""
    builder = _Builder()
    builder.feed(html)
    builder.close()
    (root,) = builder.open
    return root
