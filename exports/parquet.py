"""Parquet with an explicit schema, so that every file of an archive has the same columns and types."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any, BinaryIO

import pyarrow as pa
import pyarrow.parquet as pq

from exports.rows import ROWS, Cell, Column
from models.kept import Kept

_TYPES: dict[str, pa.DataType] = {
    "text": pa.string(), "list": pa.list_(pa.string()), "integer": pa.int64(), "decimal": pa.decimal128(38, 10),
    "real": pa.float64(), "date": pa.date32(),
}  # fmt: skip
_BATCH = 1024
"""Rows held as Python objects before they become Arrow's."""
GROUP = 16 * 1024 * 1024
"""Bytes of Arrow batches held before they are written as one row group of the file."""
_WHOLE, _PLACES = 28, 10
"""Digits before and behind the point that a decimal column has room for."""


def schema_of(rows: str) -> pa.Schema:
    """The columns of a layout, with the Chinese name of each in its metadata."""
    return pa.schema(
        [pa.field(c.name, _TYPES[c.kind], metadata={"title": c.title}) for c in ROWS[rows].columns],
        metadata={"qiyue": f"{rows}/1"},
    )


def write_parquet(contracts: Iterable[Kept], target: BinaryIO, rows: str, *, group: int = GROUP) -> int:
    """Row groups of `group` bytes or a little more before compression, zstd."""
    table, schema = ROWS[rows], schema_of(rows)
    held: list[tuple[Cell, ...]] = []
    batches: list[pa.RecordBatch] = []
    written = 0
    with pq.ParquetWriter(target, schema, compression="zstd") as file:
        for kept in contracts:
            written += 1
            held.extend(table.of(kept))
            if len(held) >= _BATCH:
                batches.append(_batch(held, table.columns, schema))
                held.clear()
            if sum(batch.nbytes for batch in batches) >= group:
                _write(file, batches, schema)
                batches.clear()
        _write(file, [*batches, _batch(held, table.columns, schema)], schema)
    return written


def _write(file: pq.ParquetWriter, batches: list[pa.RecordBatch], schema: pa.Schema) -> None:
    group = pa.Table.from_batches(batches, schema)
    if group.num_rows:
        file.write_table(group, row_group_size=group.num_rows)


def _batch(held: list[tuple[Cell, ...]], columns: tuple[Column, ...], schema: pa.Schema) -> pa.RecordBatch:
    arrays = [
        pa.array([_fitting(row[at], column) for row in held], type=schema.field(at).type)
        for at, column in enumerate(columns)
    ]
    return pa.record_batch(arrays, schema=schema)


def _fitting(cell: Cell, column: Column) -> Any:
    """A decimal that the type cannot hold exactly is left to the text beside it, never rounded."""
    if isinstance(cell, Decimal):
        exponent = cell.as_tuple().exponent
        fits = isinstance(exponent, int) and exponent >= -_PLACES and cell.adjusted() < _WHOLE
        return cell if fits else None
    if isinstance(cell, str) and column.kind == "text":
        return cell.encode("utf-8", "replace").decode()
    return cell
