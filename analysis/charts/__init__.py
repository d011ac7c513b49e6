"""The charts of a reading; each function returns a matplotlib Figure that shows itself as SVG in Jupyter."""

from analysis.charts.article_chart import reading
from analysis.charts.chart import Chart
from analysis.charts.claim_chart import claims
from analysis.charts.comparison_chart import comparison
from analysis.charts.matrix_chart import matrix
from analysis.charts.source_chart import sources
from analysis.charts.trajectory_chart import trajectory

__all__ = ["Chart", "claims", "comparison", "matrix", "reading", "sources", "trajectory"]
