"""Figures that describe a text: variety, lengths, growth, ranks, dispersion; and the measures of association."""

import math


def log_likelihood(count: float, row: float, column: float, total: float) -> float:
    """G2 of the 2x2 table with this upper left cell and these margins (Dunning 1993), 0 where nothing can be said."""
    cells = (count, row - count, column - count, total - row - column + count)
    margins = ((row, column), (row, total - column), (total - row, column), (total - row, total - column))
    sum_ = sum(o * math.log(o * total / (r * c)) for o, (r, c) in zip(cells, margins, strict=True) if o > 0)
    return max(0.0, 2 * sum_)


def p_value(g2: float) -> float:
    """The chance of so high a G2, or a higher, when nothing is associated: chi-squared, 1 degree of freedom."""
    return math.erfc(math.sqrt(g2 / 2))
