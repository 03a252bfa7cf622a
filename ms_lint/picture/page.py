"""The picture as one HTML page that needs nothing else: no network, no other files."""

from __future__ import annotations

from collections.abc import Sequence

from ms_lint.api import VERDICTS
from ms_lint.languages import tell, translated, used_language
from ms_lint.picture.data import ORDER, Data, share
from ms_lint.picture.treemap import Box, treemap
from ms_lint.picture.words import FAMILIES, FRAMEWORK_NAMES, difference_lines, percent, place

_MAP = Box(0, 0, 960, 320)
_MAPPED_FILES = 60
_CHART = Box(56, 12, 880, 160)


def render(data: Data, points: Sequence[Data]) -> str:
    """The page. ``points`` are the totals of this and of earlier reports; a trend is shown from two on.

    Raises ImportError without Jinja2.
    """
    from jinja2 import Environment, PackageLoader, StrictUndefined

    environment = Environment(
        loader=PackageLoader("ms_lint.picture", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["percent"] = percent
    environment.filters["place"] = place
    environment.filters["lines"] = difference_lines
    environment.filters["translated"] = translated
    environment.globals["tell"] = tell
    files: dict[str, list[Data]] = {}
    for file in data["files"]:
        files.setdefault(file["path"].replace("\\", "/").rpartition("/")[0] or ".", []).append(file)
    packages: dict[bool, list[Data]] = {False: [], True: []}
    for package in data["packages"]:
        packages[share(package["references"]) == 1 and not package["findings"]].append(package)
    return environment.get_template("page.html").render(
        data=data,
        files=files,
        open=packages[False],
        done=packages[True],
        share=share,
        order=ORDER,
        names=FRAMEWORK_NAMES,
        families=FAMILIES,
        verdicts=VERDICTS,
        language=used_language().replace("_", "-"),
        tiles=_tiles(data["files"]),
        map=_MAP,
        trend=_trend(points) if len(points) > 1 else None,
    )


def _tiles(files: Sequence[Data]) -> list[Data]:
    """The files with most findings as boxes of a treemap."""
    found = sorted((file for file in files if file["findings"]), key=lambda file: (-file["findings"], file["path"]))
    shown = [(file["path"], file["findings"]) for file in found[:_MAPPED_FILES]]
    boxes = treemap([count for _, count in shown], _MAP)
    most = shown[0][1] if shown else 1
    return [
        {
            "path": path,
            "label": _fitting(path.replace("\\", "/").rpartition("/")[2], box),
            "findings": count,
            "weight": round(0.25 + 0.75 * count / most, 2),
            "box": Box(*(round(number, 1) for number in box)),
        }
        for (path, count), box in zip(shown, boxes)
    ]


def _fitting(text: str, box: Box) -> str:
    """As much of a label as fits a box; nothing where too little does."""
    room = int((box.width - 12) / 7)
    if box.height < 20 or room < 4:
        return ""
    return text if len(text) <= room else text[: room - 1] + "…"


def _trend(points: Sequence[Data]) -> Data:
    """Two lines over the reports: the share of MindSpore, and the findings against the most there were."""
    most = max(point["findings"] for point in points) or 1
    step = _CHART.width / (len(points) - 1)

    def line(heights: Sequence[float]) -> list[tuple[float, float]]:
        return [
            (round(_CHART.x + step * index, 1), round(_CHART.y + _CHART.height * (1 - height), 1))
            for index, height in enumerate(heights)
        ]

    return {
        "points": points,
        "migrated": line([share(point["references"]) for point in points]),
        "findings": line([point["findings"] / most for point in points]),
        "chart": _CHART,
    }
