from flask_sqlalchemy import SQLAlchemy

db = SQLAlchemy()

# closes: key-width
Key = db.BigInteger().with_variant(db.Integer, "sqlite")


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
