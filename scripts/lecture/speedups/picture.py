"""The table as a picture: bars in SVG, a group for each kind of work, gilt's above CPython's."""

import html

from measuring import speedup

COLORS = {"sequential": "#9aa0a6", "threads": "#4878a8", "threads without GIL": "#d1813a", "processes": "#5f9e6e", "coroutines": "#8d6bab"}
_BAR, _GAP, _LEFT, _SCALE_TO = 11, 14, 150, 620


def svg(results, every_column, caption):
    """The text of the file."""
    longest = max(speedup(row, column) for row in results.values() for column in every_column)
    scale = _SCALE_TO / max(longest, 2)
    parts, y = [], 64
    for kind, row in results.items():
        top = y
        for interpreter in dict.fromkeys(column.interpreter for column in every_column):
            for column in (each for each in every_column if each.interpreter == interpreter):
                width = speedup(row, column) * scale
                opacity = 1 if interpreter == "gilt" else 0.45
                parts.append(f'<rect x="{_LEFT}" y="{y}" width="{width:.1f}" height="{_BAR - 1}" fill="{COLORS[column.label]}" '
                             f'opacity="{opacity}"><title>{html.escape(kind)}, {html.escape(column.key)}</title></rect>')
                parts.append(f'<text x="{_LEFT + width + 4:.1f}" y="{y + 9}" class="n">{speedup(row, column):.2f}</text>')
                y += _BAR
            parts.append(f'<text x="{_LEFT - 6}" y="{y - 3}" class="i">{interpreter}</text>')
            y += 3
        parts.append(f'<text x="8" y="{top + 10}" class="k">{html.escape(kind)}</text>')
        y += _GAP
    line = _LEFT + scale
    legend, x = [], _LEFT
    for label, color in COLORS.items():
        legend.append(f'<rect x="{x}" y="34" width="10" height="10" fill="{color}"/><text x="{x + 14}" y="43">{label}</text>')
        x += 30 + 7 * len(label)
    return (f'<svg xmlns="http://www.w3.org/2000/svg" width="{_LEFT + _SCALE_TO + 60}" height="{y + 24}" '
            'font-family="sans-serif" font-size="11">\n'
            '<style>.n{font-size:9px;fill:#555}.i{font-size:9px;fill:#777;text-anchor:end}.k{font-weight:bold}</style>\n'
            '<rect width="100%" height="100%" fill="white"/>\n'
            '<text x="8" y="20" font-size="14" font-weight="bold">Speed-up over one after another</text>\n'
            + "\n".join(legend + parts) +
            f'\n<line x1="{line:.1f}" y1="54" x2="{line:.1f}" y2="{y - 6}" stroke="#333" stroke-dasharray="3 3"/>\n'
            f'<text x="8" y="{y + 12}" class="n">{html.escape(caption)}</text>\n</svg>\n')
