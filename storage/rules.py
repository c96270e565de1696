"""What the people who run the bot decided: a person's allowance, styles taken out, pictures a day in a group."""

from __future__ import annotations

from storage.database import Reading, Transaction


async def allowance(rx: Reading, account: str) -> float | None:
    """Return the device seconds a day an admin gave this person, None where the general limit holds."""
    return await rx.value("SELECT seconds FROM allowances WHERE account = ?", (account,))


async def set_allowance(tx: Transaction, account: str, seconds: float | None) -> None:
    """Give a person an allowance of their own; None takes it back."""
    await tx.run("DELETE FROM allowances WHERE account = ?", (account,))
    if seconds is not None:
        await tx.insert("allowances", {"account": account, "seconds": seconds})


async def vouched(rx: Reading, account: str) -> bool:
    """Say whether an admin vouches for a person to be grown up."""
    return await rx.value("SELECT 1 FROM vouched WHERE account = ?", (account,)) is not None


async def owner_vouched(rx: Reading, identity: str) -> bool:
    """Say the same of the person a face belongs to."""
    query = "SELECT 1 FROM vouched JOIN identities USING (account) WHERE identities.id = ?"
    return await rx.value(query, (identity,)) is not None


async def vouch(tx: Transaction, account: str, *, grown: bool) -> None:
    """Vouch for a person to be grown up, or take that back."""
    await tx.run("DELETE FROM vouched WHERE account = ?", (account,))
    if grown:
        await tx.insert("vouched", {"account": account, "at": tx.now()})


async def hidden_styles(rx: Reading) -> frozenset[str]:
    """Return the names of the styles that are taken out."""
    return frozenset(row["name"] for row in await rx.all("SELECT name FROM hidden_styles"))


async def hide_style(tx: Transaction, name: str, hidden: bool) -> None:
    """Take a style out, or put it back."""
    if hidden:
        await tx.insert("hidden_styles", {"name": name}, ignore=True)
    else:
        await tx.run("DELETE FROM hidden_styles WHERE name = ?", (name,))


async def posts_allowed(rx: Reading, place: str) -> int | None:
    """Return how many pictures a day may be shown in a group, None where the general limit holds."""
    return await rx.value("SELECT posts FROM groups WHERE place = ?", (place,))


async def allow_posts(tx: Transaction, place: str, posts: int) -> None:
    """Limit the pictures a day in a group."""
    await tx.run(
        "INSERT INTO groups (place, posts) VALUES (?, ?) ON CONFLICT (place) DO UPDATE SET posts = excluded.posts",
        (place, posts),
    )


async def post(tx: Transaction, account: str, place: str) -> None:
    """Count a picture somebody showed in a group."""
    await tx.insert("posts", {"account": account, "place": place, "at": tx.now()})


async def posted(rx: Reading, place: str, seconds: float) -> int:
    """Return how many pictures were shown in a group within the last ``seconds``."""
    return await rx.value("SELECT count(*) FROM posts WHERE place = ? AND at > ?", (place, rx.now() - seconds))
