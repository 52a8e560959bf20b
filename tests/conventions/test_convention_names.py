"""Generated names are told from chosen ones by what the frameworks themselves generate."""

from __future__ import annotations

from dataclasses import replace
from itertools import product
from types import SimpleNamespace

import pytest
import sqlalchemy as sa
from django.db import connection, models
from django.db.backends.sqlite3.schema import DatabaseSchemaEditor
from django.test.utils import isolate_apps
from sqlalchemy.schema import CreateIndex

from compare.conventions import _names
from compare.model import Index, IndexPart, Table

TABLES = ["blog_post", "blog_post_etiquetas", "a", "tienda_linea_de_pedido", "_", "x_1_2"]
COLUMNS = [("autor_id",), ("id",), ("a", "b"), ("post_id", "etiqueta_id"), ("x_y", "z", "w_")]


def _django_name(table: str, columns: tuple[str, ...], suffix: str) -> str:
    editor = DatabaseSchemaEditor.__new__(DatabaseSchemaEditor)
    editor.connection = connection
    return str(editor._create_index_name(table, columns, suffix=suffix))


@pytest.mark.parametrize("suffix", ["", "_uniq"])
@pytest.mark.parametrize(("table", "columns"), list(product(TABLES, COLUMNS)))
def test_names_that_django_makes_up(table: str, columns: tuple[str, ...], suffix: str) -> None:
    name = _django_name(table, columns, suffix)
    assert _names.made_by_django(name, suffix) == (table, *columns)
    assert not _names.made_by_django(name, "_uniq" if not suffix else "")


@pytest.mark.parametrize("suffix", ["", "_uniq", "_fk_blog_preferencia_de_entrega_id"])
@pytest.mark.parametrize("longest", [63, 64])
def test_names_that_django_has_to_cut(longest: int, suffix: str) -> None:
    table, columns = "blog_suscripcion_a_novedades", ("preferencia_de_entrega_id", "autor_id")
    editor = DatabaseSchemaEditor.__new__(DatabaseSchemaEditor)
    operations = SimpleNamespace(max_name_length=lambda: longest)
    editor.connection = SimpleNamespace(ops=operations)  # type: ignore[assignment]
    name = editor._create_index_name(table, columns, suffix=suffix)
    assert len(name) <= longest
    assert _names.cut_by_django(table, columns, suffix, longest) == name
    assert _names.cut_by_django(table, columns[:1], suffix, longest) != name


@pytest.mark.parametrize(
    ("name", "made"),
    [
        ("autor_id", True),
        ("autor_id_2", True),
        ("autor_id_x", False),
        ("autor", False),
        ("", False),
    ],
)
def test_names_that_mariadb_makes_up(name: str, made: bool) -> None:
    assert _names.made_by_mariadb(name, ("autor_id", "fecha")) == made


@pytest.mark.parametrize("position", range(8))
def test_a_name_with_another_digest_is_somebodys_own(position: int) -> None:
    name = _django_name("blog_post", ("autor_id",), "")
    start = len(name) - 8 + position
    other = "0" if name[start] != "0" else "1"
    assert not _names.made_by_django(name[:start] + other + name[start + 1 :])


@pytest.mark.parametrize("name", ["", "ix_post_autor_id", "_8811ea21", "8811ea21", "a_8811EA21"])
def test_a_name_without_a_digest_is_somebodys_own(name: str) -> None:
    assert not _names.made_by_django(name)


def test_a_name_with_very_many_words_is_given_up_on() -> None:
    assert not _names.made_by_django("_".join("abcdefghijklmnopqrst") + "_00000000")


@pytest.mark.parametrize("fields", [["titulo"], ["-titulo"], ["titulo", "-fecha"]])
@isolate_apps("django_side.blog")
def test_names_that_meta_indexes_makes_up(fields: list[str]) -> None:
    class Post(models.Model):  # noqa: DJ008
        titulo = models.CharField(max_length=10)
        fecha = models.DateTimeField()

        class Meta:
            app_label = "blog"

    index = models.Index(fields=fields)
    index.set_name_with_model(Post)
    parts = tuple(IndexPart(name.lstrip("-"), descending=name[0] == "-") for name in fields)
    table = Table("blog_post")
    assert _names.made_by_django_meta(Index(parts, index.name), table)
    assert not _names.made_by_django_meta(Index(parts, index.name), Table("blog_entrada"))
    assert not _names.made_by_django_meta(Index(parts[::-1], "x" + index.name), table)
    assert not _names.made_by_django_meta(Index((), index.name), table)


def test_names_that_sqlalchemy_makes_up() -> None:
    table = sa.Table("post", sa.MetaData(), sa.Column("autor_id", sa.Integer, index=True))
    (index,) = table.indexes
    assert "ix_post_autor_id" in str(CreateIndex(index))
    plain = Index((IndexPart("autor_id"),), str(index.name))
    assert _names.made_by_sqlalchemy(plain, "post")
    assert not _names.made_by_sqlalchemy(plain, "comentario")
    assert not _names.made_by_sqlalchemy(replace(plain, name="ix_post_autor"), "post")
