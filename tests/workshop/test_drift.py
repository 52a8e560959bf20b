"""What models say and no revision does, in words that can be read."""

from __future__ import annotations

import sqlalchemy as sa

from compare.sides.flask_project import _flat


def test_what_has_no_name_is_told_by_its_columns():
    table = sa.Table(
        "post",
        sa.MetaData(),
        sa.Column("titulo", sa.String(200)),
        sa.Column("autor_id", sa.ForeignKey("usuario.id")),
        sa.UniqueConstraint("autor_id", "titulo"),
    )
    (unique,) = (each for each in table.constraints if isinstance(each, sa.UniqueConstraint))
    (foreign,) = table.foreign_key_constraints

    assert _flat([("add_constraint", unique), ("remove_fk", foreign)]) == [
        "add_constraint post(autor_id, titulo)",
        "remove_fk post(autor_id)",
    ]


def test_what_has_a_name_is_told_by_it():
    table = sa.Table("post", sa.MetaData(), sa.Column("fecha", sa.DateTime))
    index = sa.Index("post_fecha_idx", table.c.fecha)

    assert _flat([("add_index", index), ("add_column", None, "post", table.c.fecha)]) == [
        "add_index post.post_fecha_idx",
        "add_column post.fecha",
    ]
