"""What happens to the images of the fake ModelArts while it runs.

fake.fail("nb-snapshot:20260303", message="Push failed: the quota is used up")
fake.recover("nb-snapshot:20260303")
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from bot.demo.modelarts.found import Found

Row = dict[str, Any]

REASON = "Push failed: the quota of the organization is used up"


class Registry:
    """The images, and the ways in which they change; each one sets ``update_at``.

    ``images`` may be changed directly as well.  An image is named by its id, by ``name:tag``, or
    by its name if no other one has it; whatever does not name exactly one raises LookupError.

    Args:
        images: Rows as the API sends them; copied, each one not deeply.
        now: Seconds since 1970.
    """

    def __init__(self, images: Sequence[Mapping[str, Any]], now: Callable[[], float]) -> None:
        self.images: list[Row] = [dict(image) for image in images]
        self._now = now
        self._found = Found()

    def image(self, key: str) -> Row:
        """The row itself, to be read or changed."""
        rows = [row for row in self.images if row.get("id") == key]
        rows = rows or [row for row in self.images if _label(row) == key]
        rows = rows or [row for row in self.images if row.get("name") == key]
        if not rows:
            raise LookupError(f"There is no image {key}.")
        if len(rows) > 1:
            example = _label(rows[0]) if _label(rows[0]) != _label(rows[1]) else rows[0]["id"]
            raise LookupError(f"{len(rows)} images are called {key}; name one, such as {example}.")
        return rows[0]

    def fail(self, key: str, status: str = "CREATE_FAILED", message: str = REASON) -> Row:
        """Let an image fail; ``status`` is CREATE_FAILED or ERROR."""
        return self._changed(key, status, message)

    def recover(self, key: str) -> Row:
        """Make an image ACTIVE, without a ``status_message``."""
        return self._changed(key, "ACTIVE")

    def creating(self, key: str) -> Row:
        """Let an image be built, as if it had just been saved."""
        return self._changed(key, "CREATING")

    def delete(self, key: str) -> Row:
        """Mark an image DELETED; it stays in the list."""
        return self._changed(key, "DELETED")

    def vanish(self, key: str) -> Row:
        """Take an image out of the list."""
        row = self.image(key)
        self.images[:] = [other for other in self.images if other is not row]
        return row

    def add(self, image: Mapping[str, Any]) -> Row:
        """Put a new image at the end of the list; it was made now unless it says otherwise."""
        row = {"create_at": self._millis(), "update_at": self._millis(), **image}
        self.images.append(row)
        return row

    def _changed(self, key: str, status: str, message: str | None = None) -> Row:
        row = self.image(key)
        row["status"], row["update_at"] = status, self._millis()
        row.pop("status_message", None)
        if message is not None:
            row["status_message"] = message
        self._found.forget()
        return row

    def _millis(self) -> int:
        return int(self._now() * 1000)


def _label(row: Mapping[str, Any]) -> str:
    return f"{row.get('name')}:{row.get('tag')}"
