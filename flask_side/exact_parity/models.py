from datetime import UTC, datetime

from flask_sqlalchemy import SQLAlchemy
from sqlalchemy.dialects import mysql
from sqlalchemy.ext.compiler import compiles

db = SQLAlchemy()

# closes: key-width
Key = db.BigInteger().with_variant(db.Integer, "sqlite")

# closes: time-zone
# closes: microseconds
Moment = db.DateTime(timezone=True).with_variant(mysql.DATETIME(fsp=6), "mysql", "mariadb")


# MariaDB defers no foreign key: SQLAlchemy's documentation has this rule to leave the words out.
@compiles(db.ForeignKeyConstraint, "mysql", "mariadb")
def never_deferrable(constraint, compiler, **kw):
    constraint.deferrable = constraint.initially = None
    return compiler.visit_foreign_key_constraint(constraint, **kw)


class Usuario(db.Model):
    __table_args__ = (
        # closes: constraint-name
        db.UniqueConstraint("email", name="usuario_email_unico"),
        # closes: autoincrement
        {"sqlite_autoincrement": True},
    )

    # closes: key-width
    # an identity column on PostgreSQL, as Django makes it
    id = db.Column(Key, db.Identity(), primary_key=True)
    nombre = db.Column(db.String(100), nullable=False)
    email = db.Column(db.String(120), nullable=False)


class Articulo(db.Model):
    __tablename__ = "exact_parity_articulo"  # closes: table-prefix
    __table_args__ = (
        # closes: foreign-key-index
        db.Index("articulo_autor_idx", "autor_id"),
        # closes: constraint-name
        db.Index("articulo_titulo_idx", "titulo"),
        # closes: autoincrement
        {"sqlite_autoincrement": True},
    )

    # closes: key-width
    # an identity column on PostgreSQL, as Django makes it
    id = db.Column(Key, db.Identity(), primary_key=True)
    # closes: nullable-by-default
    titulo = db.Column(db.String(200), nullable=False)
    # closes: nullable-by-default
    fecha = db.Column(Moment, default=lambda: datetime.now(UTC), nullable=False)
    autor_id = db.Column(
        # closes: key-width
        db.BigInteger,
        # closes: deferrable-foreign-key
        db.ForeignKey("usuario.id", deferrable=True, initially="DEFERRED"),
        nullable=False,
    )
    # closes: dropped-default
    publicado = db.Column(db.Boolean, server_default=db.false(), nullable=False)

    autor = db.relationship("Usuario")
