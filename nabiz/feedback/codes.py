"""QR codes as SVG."""

import io

from django.utils.safestring import SafeString, mark_safe


def qr_svg(text: str) -> SafeString:
    """Black on white with the quiet zone that readers need; error correction M, for codes in print."""
    import segno

    out = io.BytesIO()
    look = {"scale": 8, "border": 4, "dark": "#000", "light": "#fff", "svgclass": "qr", "lineclass": None}
    segno.make_qr(text, error="m").save(out, kind="svg", xmldecl=False, omitsize=True, **look)
    return mark_safe(out.getvalue().decode())  # noqa: S308  drawn by the library from modules, not from the text
