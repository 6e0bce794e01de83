"""docs/data-model.md speaks of every table and of every column that is not plain text or a plain number."""

from __future__ import annotations

from pathlib import Path

import pytest
import sqlalchemy as sa

from storage.tables import metadata

TEXT = (Path(__file__).parents[3] / "docs" / "data-model.md").read_text("utf8")


@pytest.mark.parametrize("table", sorted(metadata.tables))
def test_every_table_has_its_place_on_the_page(table: str) -> None:
    assert f"`{table}`" in TEXT


@pytest.mark.parametrize("table", sorted(metadata.tables))
def test_every_sealed_or_hashed_column_is_explained(table: str) -> None:
    sealed = [one.name for one in metadata.tables[table].columns if isinstance(one.type, sa.LargeBinary)]
    ids = {"id", "tip", "person", "holder", "entry"}  # rows of our own, named under "id"
    assert [name for name in sealed if name not in ids and f"`{name}`" not in TEXT] == []
