"""The metadata of a file as XMP (ISO 16684-1): title, organisation, language, day."""

from __future__ import annotations

from datetime import date
from xml.sax.saxutils import escape

from inventory_app.formats.pdf import shaping

_PACKET = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:xmp="http://ns.adobe.com/xap/1.0/">
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
<dc:description><rdf:Alt><rdf:li xml:lang="x-default">{subject}</rdf:li></rdf:Alt></dc:description>
<dc:creator><rdf:Seq><rdf:li>{author}</rdf:li></rdf:Seq></dc:creator>
<dc:language><rdf:Bag><rdf:li>{language}</rdf:li></rdf:Bag></dc:language>
<xmp:CreatorTool>{made_with}</xmp:CreatorTool>
<xmp:CreateDate>{day}T12:00:00Z</xmp:CreateDate>
</rdf:Description>
</rdf:RDF>
</x:xmpmeta>
<?xpacket end="r"?>"""


def xmp(
    *, title: str, author: str, subject: str, language: str, made_with: str, day: date
) -> bytes:
    """Return the packet; the same values always give the same bytes. It claims no conformance."""
    texts = {
        "title": title, "author": author, "subject": subject, "language": language,
        "made_with": made_with,
    }  # fmt: skip
    shown = {name: escape(shaping.on_one_line(text)) for name, text in texts.items()}
    return _PACKET.format(**shown, day=day.isoformat()).encode()
