"""What each call of the fake ModelArts answers, computed from the images it holds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from bot.demo.modelarts.found import Found
from bot.demo.modelarts.pages import Paging
from bot.demo.modelarts.query import DEFAULT_LIMIT, image_query, workspace_page
from bot.demo.modelarts.replies import Refusal

Images = Sequence[Mapping[str, Any]]


def image_list(
    images: Images, sent: Mapping[str, str], paging: Paging, found: Found
) -> dict[str, Any]:
    """ListImage: without ``type`` both kinds, as the live service was seen to answer."""
    query = image_query(sent)
    limit = query.limit or DEFAULT_LIMIT
    return paging.envelope(found.rows(query, images), limit=limit, offset=query.offset)


def image_detail(images: Images, image_id: str) -> dict[str, Any]:
    """ShowImage: the bare item with one field more.

    Raises:
        Refusal: 400 ``ModelArts.6404``; the service has no 404 for it.
    """
    for image in images:
        if image.get("id") == image_id:
            return {**image, "support_res_categories": image.get("resource_categories", [])}
    raise Refusal(400, "ModelArts.6404", f"The image does not exist: {image_id[:100]}.")


def image_group_list(
    images: Images, sent: Mapping[str, str], paging: Paging, found: Found
) -> dict[str, Any]:
    """ListImageGroup: rows in ``data``, but in ``groups`` when no ``limit`` was sent.

    An unpaged answer also counts its pages from 1 and says as ``size`` how many rows it has.
    """
    query = image_query(sent)
    rows = _groups(found.rows(query, images))
    limit = query.limit or DEFAULT_LIMIT
    key = "data" if query.limit else "groups"
    envelope = paging.envelope(rows, limit=limit, offset=query.offset, key=key)
    if not query.limit:
        envelope["current"] += 1
        envelope["size"] = len(envelope[key])
    return envelope | {"is_swr_enterprise": False}


def _groups(images: Images) -> list[dict[str, Any]]:
    members: dict[tuple[object, object], list[Mapping[str, Any]]] = {}
    for image in images:
        members.setdefault((image.get("namespace"), image.get("name")), []).append(image)
    return [_group(namespace, name, rows) for (namespace, name), rows in members.items()]


def _group(namespace: object, name: object, rows: Images) -> dict[str, Any]:
    created = [row["create_at"] for row in rows if row.get("create_at")]
    updated = [row["update_at"] for row in rows if row.get("update_at")]
    group = {
        "create_at": min(created, default=None),
        "name": name,
        "namespace": namespace,
        "update_at": max(updated, default=None),
        "version_count": len(rows),
    }
    return {key: value for key, value in group.items() if value is not None}


def workspace_list(images: Images, sent: Mapping[str, str]) -> dict[str, Any]:
    """ListWorkspace: the workspaces that the images name, the default one first.

    Its ``id`` is the number 0, as in the reference's example; the others are text.
    """
    first, limit = workspace_page(sent)
    known = {str(image.get("workspace_id", "0")) for image in images} - {"0"}
    rows = [_workspace("0", "default"), *(_workspace(id_, id_[:8]) for id_ in sorted(known))]
    rows = [row for row in rows if sent.get("name", "") in row["name"]]
    page = rows[first : first + limit]
    return {"total_count": len(rows), "count": len(page), "workspaces": page}


def _workspace(workspace_id: str, name: str) -> dict[str, Any]:
    return {
        "id": 0 if workspace_id == "0" else workspace_id,
        "name": name,
        "description": "",
        "owner": "demo-user",
        "auth_type": "PUBLIC",
        "enterprise_project_id": "0",
        "enterprise_project_name": "default",
        "create_time": 1585809231902,
        "update_time": 1585809231902,
        "status": "NORMAL",
        "status_info": "",
    }
