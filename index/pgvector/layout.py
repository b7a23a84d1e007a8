"""Where the rows of articles are: in tables of one server, or on shards, which are asked apart.

A statement over a partitioned table brings the shards' rows together before it ranks or counts
them. One SELECT for each shard leaves all of that to the shards, which work at the same time.
"""

from dataclasses import dataclass

__all__ = ["AT", "Layout"]

AT = "{at}"
"""Follows the name of a table in a SELECT that is asked of every shard."""


@dataclass(frozen=True, slots=True)
class Layout:
    """The tables of a generation."""

    tables: str
    """Their schema."""
    shards: int
    """0 where one server has all rows."""

    def every(self, select: str) -> str:
        """Give a statement of what a SELECT finds on each shard, in no order.

        Args:
            select: whose tables' names are followed by `AT`.
        """
        if not self.shards:
            return select.format(at="")
        parts = (select.format(at=f"_{shard}") for shard in range(self.shards))
        return " UNION ALL ".join(f"({part})" for part in parts)

    def scores(self, column: str, expression: str, table: str, where: str, rest: str = "") -> str:
        """Give a statement of a number for each row that conditions leave.

        Args:
            column: that names the row, once.
            expression: of the number.
            table: name of it.
            where: the conditions, or "" where there are none.
            rest: what follows; the columns of what is told go by their numbers in it.
        """
        source = f"FROM {self.tables}.{table}{AT} {where}"
        if not self.shards:
            return self.every(f"SELECT {column}, {expression} {source} {rest}")
        # Only what is grouped is computed where it lies: else each vector comes over as text.
        return self.every(f"SELECT {column}, max({expression}) {source} GROUP BY {column} {rest}")

    def best(self, column: str, expression: str, table: str, where: str, most: str) -> str:
        """Give the same of the highest numbers: so many on each shard, at most."""
        return self.scores(column, expression, table, where, f"ORDER BY 2 DESC, 1 LIMIT {most}")

    @property
    def check(self) -> str:
        """A statement that is true where all shards have the revision in use; "" without shards.

        It touches each of them, so that all that its transaction asks afterwards is of that time.
        """
        if not self.shards:
            return ""
        states = self.every(f"SELECT cleaned, written FROM {self.tables}.state{AT}")
        return (
            f"SELECT count(*) = {self.shards} AND bool_and(number BETWEEN cleaned AND written)"
            f" FROM ({states}) states, {self.tables}.revision"
        )
