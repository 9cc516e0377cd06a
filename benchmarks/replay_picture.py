"""A short animation of a replay for the README: an SVG that needs no script, made from the page itself.

    python -m benchmarks.replay_picture replay.html docs/images/replay.svg --first 0.5 --last 0.6

opens the page in Debian's chromium, goes through moments from one share of its time to another, and puts what the page
shows there as frames on the first panel of its map. Whoever wants little motion sees a still.
"""

import argparse
import re
from collections.abc import Mapping, Sequence
from html import escape
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, sync_playwright

CHROMIUM = "/usr/bin/chromium"
FRAMES, FRAMES_A_SECOND = 120, 6
TOP = 58
"""Room above the map for the clock and the people out, in pixels."""

FRAME = """
([moment]) => {
  const slider = document.getElementById('moment');
  slider.value = moment;
  slider.dispatchEvent(new Event('input'));
  const map = document.querySelector('.wide svg.map');
  const all = (what) => [...map.querySelectorAll(what)];
  const text = (id) => document.getElementById(id).textContent;
  return {
    day: text('day'), hour: text('hour').slice(0, 5), out: text('out'), asked: text('asked'),
    vehicles: all('[data-vehicles]').map(p => [p.dataset.vehicles, p.getAttribute('d')]).filter(([, d]) => d),
    halos: all('[data-halo]').map(c => [c.dataset.halo, ...['cx', 'cy', 'r'].map(k => Number(c.getAttribute(k)))])
      .filter(([,,, r]) => r > 0),
    notes: all('[data-note]').map(t => [t.getAttribute('x'), t.getAttribute('y'), t.getAttribute('text-anchor'),
      t.textContent]).filter(([,,, words]) => words),
    marks: all('[data-mark]').map(g => g.outerHTML),
  };
}
"""
STAGE = """
() => {
  const map = document.querySelector('.wide svg.map').cloneNode(true);
  const first = map.querySelector('[data-halo], [data-vehicles]');
  const place = first.closest('g') && first.dataset.halo ? first.parentNode : first;
  place.before('FRAMES GO HERE');
  map.querySelectorAll('[data-halo],[data-vehicles],[data-mark],[data-note],.area-frame,.area-name').forEach(
    e => e.remove());
  return [map.innerHTML, map.viewBox.baseVal.width, map.viewBox.baseVal.height,
    document.querySelector('style').textContent, document.querySelector('h1').textContent];
}
"""


def main() -> None:
    """Make the animation."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("page", type=Path)
    parser.add_argument("output", type=Path)
    parser.add_argument("--first", type=float, default=0.0, help="share of the page's time at which it begins")
    parser.add_argument("--last", type=float, default=1.0, help="share at which it ends")
    chosen = parser.parse_args()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        page = browser.new_context(viewport={"width": 1000, "height": 900}, offline=True).new_page()
        page.goto(chosen.page.resolve().as_uri())
        chosen.output.write_text(animation(page, chosen.first, chosen.last), encoding="utf-8")
        browser.close()


def animation(page: Page, first: float, last: float) -> str:
    """Give the animated SVG of an opened replay."""
    end = int(page.get_attribute("#moment", "max") or 0)
    moments = [round(end * (first + (last - first) * i / (FRAMES - 1))) for i in range(FRAMES)]
    frames = [page.evaluate(FRAME, [moment]) for moment in moments]
    inside, width, height, style, title = page.evaluate(STAGE)
    drawn = "".join(_frame(frame, number, width) for number, frame in enumerate(frames))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 {-TOP} {width} {height + TOP}" role="img" '
        f'font-family="system-ui, sans-serif" aria-label="{escape(title)}: a replay">'
        f"<style>{escape(_rules(style), quote=False)}</style>"
        f'<rect y="{-TOP}" width="{width}" height="{TOP}" fill="#fff"/>'
        f"{inside.replace('FRAMES GO HERE', drawn)}</svg>\n"
    )


def _rules(style: str) -> str:
    """Give the page's style without what depends on the medium, and the frames' own."""
    return (
        style.split("@media", maxsplit=1)[0]
        + f".f{{visibility:hidden;animation:f {FRAMES / FRAMES_A_SECOND}s step-end infinite}}"
        + ".still{visibility:visible}.head{font-size:21px}.head tspan{font-weight:650}"
        + f"@keyframes f{{0%{{visibility:visible}}{100 / FRAMES:.4f}%{{visibility:hidden}}}}"
        + "@media (prefers-reduced-motion: reduce){.f{animation:none}}"
    )


def _frame(frame: Mapping[str, Any], number: int, width: float) -> str:
    """Give what one moment shows; it comes on at its turn."""
    delay = number / FRAMES_A_SECOND - FRAMES / FRAMES_A_SECOND
    out, asked = (int(frame[name].replace(",", "")) for name in ("out", "asked"))
    when = f"Rehearsal: {escape(frame['day'])} <tspan>{frame['hour']}</tspan>"
    how_many = f"<tspan>{frame['out']}</tspan> of {frame['asked']} out"
    head = [
        f'<text class="head" x="2" y="-30">{when}</text>',
        f'<text class="head" x="{width - 2}" y="-30" text-anchor="end">{how_many}</text>',
        f'<path d="M0-13h{width}" stroke="#e3e8ec" stroke-width="6"/>',
        f'<path d="M0-13h{width * out / max(1, asked):.1f}" stroke="#3d87bd" stroke-width="6"/>',
    ]
    class_ = "f still" if number == FRAMES // 2 else "f"
    return f'<g class="{class_}" style="animation-delay:{delay:.3f}s">{"".join([*_moved(frame), *head])}</g>'


def _moved(frame: Mapping[str, Any]) -> Sequence[str]:
    halos = [f'<circle class="halo {of}" cx="{x:.0f}" cy="{y:.0f}" r="{r:.1f}"/>' for of, x, y, r in frame["halos"]]
    vehicles = [f'<path class="vehicles {kind}" d="{_short(d)}"/>' for kind, d in frame["vehicles"]]
    notes = [
        f'<text class="place-note" x="{x}" y="{y}" text-anchor="{anchor or "start"}">{escape(words)}</text>'
        for x, y, anchor, words in frame["notes"]
    ]
    return [*halos, *vehicles, *frame["marks"], *notes]


def _short(commands: str) -> str:
    """Give path commands to the pixel, each dot and each step once."""
    whole = re.sub(r"-?\d+\.\d+", lambda found: str(round(float(found[0]))), commands)
    return "".join(dict.fromkeys(re.findall(r"[ML][^ML]*", whole)))


if __name__ == "__main__":
    main()
