"""Which browser on which system, in two words: enough to know one's own again, and nothing more is kept."""

from __future__ import annotations

# In this order: Edge and Opera also call themselves Chrome, and Chrome Safari.
BROWSERS = (
    ("Telegram", "Telegram"), ("Edg", "Edge"), ("OPR/", "Opera"), ("SamsungBrowser", "Samsung Internet"),
    ("Firefox/", "Firefox"), ("FxiOS", "Firefox"), ("CriOS", "Chrome"), ("Chromium", "Chromium"), ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
)  # fmt: skip
SYSTEMS = (
    ("iPhone", "iPhone"), ("iPad", "iPad"), ("Android", "Android"), ("Windows", "Windows"), ("Mac OS X", "macOS"),
    ("CrOS", "ChromeOS"), ("Linux", "Linux"),
)  # fmt: skip


def described(header: str | None) -> str:
    """Return what a ``User-Agent`` header comes down to.

    >>> described("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0")
    'Firefox, Linux'
    """
    text = header or ""
    found = [next((name for mark, name in known if mark in text), "") for known in (BROWSERS, SYSTEMS)]
    return ", ".join(name for name in found if name) or "?"
