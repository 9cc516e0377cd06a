"""What stands at the edge of a map: its letter, scale bar and north, frames of details, and whose data is shown."""

from collections.abc import Sequence

from markupsafe import Markup

from safepassage.reporting.charts.scales import round_step
from safepassage.reporting.maps.labels import Box
from safepassage.reporting.maps.layout import Area, Panel
from safepassage.reporting.svg import box, fitted, group, path, text, text_width
from safepassage.reporting.words import decimal

ATTRIBUTION_FONT, LINE, MOST_LINES = 10.0, 12.0, 3


def draw_furniture(panel: Panel, attributions: Sequence[str]) -> Markup:
    """Draw a panel's letter, whose data it shows, and for a map to scale the scale bar and north."""
    words = [text(12, 22, f"Detail {panel.letter}", "panel-name")] if panel.letter else []
    lines = _attribution(panel, attributions)
    words += [
        text(7, panel.height - 7 - LINE * (len(lines) - 1 - number), one, "attribution")
        for number, one in enumerate(lines)
    ]
    return group(*words, *_scale(panel))


def furniture_room(panel: Panel, attributions: Sequence[str]) -> list[Box]:
    """Give the room that all of it takes."""
    found = [Box(panel.width - 160, panel.height - 36, panel.width, panel.height)] if panel.px_per_km else []
    found += [Box(0, 0, 80, 30)] if panel.letter else []
    lines = _attribution(panel, attributions)
    if lines:
        wide = max(text_width(one, ATTRIBUTION_FONT) for one in lines)
        found.append(Box(0, panel.height - 8 - LINE * len(lines), wide + 12, panel.height))
    return found


def _attribution(panel: Panel, attributions: Sequence[str]) -> list[str]:
    """Break whose data is shown into lines that fit beside the scale bar."""
    room, lines = panel.width - 175, [""]
    for word in "; ".join(attributions).split():
        longer = f"{lines[-1]} {word}".strip()
        if text_width(longer, ATTRIBUTION_FONT) <= room:
            lines[-1] = longer
        else:
            lines.append(fitted(word, room, ATTRIBUTION_FONT))
    return [one for one in lines if one][:MOST_LINES]


def _scale(panel: Panel) -> list[Markup]:
    if panel.px_per_km is None:
        return []
    length = round_step(90 / panel.px_per_km, 1)
    length = length if length * panel.px_per_km <= 110 else length / 2
    right, y = panel.width - 34, panel.height - 12
    wide = length * panel.px_per_km
    km = f"{decimal(length, 2)} km" if length >= 1 else f"{decimal(length * 1000, 0)} m"
    return [
        path(f"M{right - wide:.1f} {y - 4:.1f}v4h{wide:.1f}v-4", "scale-bar"),
        text(right - wide / 2, y - 7, km, "tick", "middle"),
        path(f"M{panel.width - 16:.1f} {y - 16:.1f}l5 14l-5 -4l-5 4Z", "north"),
        text(panel.width - 16, y + 8, "N", "tick", "middle"),
    ]


def draw_area(area: Area) -> Markup:
    """Draw the frame of an area that a detail shows."""
    frame = box(area.left, area.top, area.right - area.left, area.bottom - area.top, "area-frame", rx=2)
    words = text(area.left + 1, area.top - 4, f"detail {area.letter}", "area-name")
    return group(frame, words)


def area_room(areas: Sequence[Area]) -> list[Box]:
    """Give the room that frames of details take, with their names."""
    frames = [Box(a.left, a.top - 2, a.right, a.bottom + 2) for a in areas]
    return frames + [Box(a.left, a.top - 18, a.left + 56, a.top) for a in areas]
