"""What people see: findings as HTML, charts of their tables, controls around functions."""

from alignment.show.display import show

__all__ = ["show"]
