"""What DOCX and XLSX share (ECMA-376 part 2): XML parts that relations lead to."""

from __future__ import annotations

from pathlib import PurePosixPath

from lxml import etree

from ..limits import broken


def parse(xml: bytes, kind: str) -> etree._Element:
    """The XML's root. No entity is resolved, nothing is fetched, depth and text are bounded."""
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        return etree.fromstring(xml, parser)
    except etree.XMLSyntaxError:
        raise broken(kind) from None


def namespace(element: etree._Element) -> str:
    """The element's namespace in braces, as tags are written: the usual or the strict one."""
    return f"{{{etree.QName(element).namespace or ''}}}"


def main_part(parts: dict[str, bytes], kind: str) -> str:
    """The name of the part the document begins with."""
    for name, target in relations(parts, "", kind).values():
        if name == "officeDocument":
            return target
    raise broken(kind)


def relations(parts: dict[str, bytes], source: str, kind: str) -> dict[str, tuple[str, str]]:
    """The parts that `source` leads to: by relation id their type's last word and their name."""
    path = PurePosixPath(source)
    xml = parts.get(str(path.parent / "_rels" / f"{path.name}.rels") if source else "_rels/.rels")
    if xml is None:
        return {}
    return {
        each.get("Id", ""): (
            each.get("Type", "").rpartition("/")[2],
            _within(path.parent, each.get("Target", "")),
        )
        for each in parse(xml, kind)
        if each.get("TargetMode") != "External"
    }


def _within(folder: PurePosixPath, target: str) -> str:
    """The target's name from the root; ".." goes up, a leading slash begins there."""
    names: list[str] = []
    for name in (folder / target).parts:
        if name == "..":
            names = names[:-1]
        elif name not in ("/", "."):
            names.append(name)
    return "/".join(names)


def number_of(element: etree._Element, name: str, otherwise: int) -> int:
    """An attribute that is a whole number; `otherwise` where it is missing or none."""
    written = element.get(name, "")
    return int(written) if written.isdecimal() and len(written) < 10 else otherwise
