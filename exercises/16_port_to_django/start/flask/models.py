from flask_sqlalchemy import SQLAlchemy

db = SQLAlchemy()


class Usuario(db.Model):
    id = db.Column(db.Integer, primary_key=True)
    nombre = db.Column(db.String(100), nullable=False)
    email = db.Column(db.String(120), unique=True, nullable=False)


class Articulo(db.Model):
    __table_args__ = (
        db.CheckConstraint("puntos >= 0 AND puntos <= 5", name="articulo_puntos_rango"),
        db.Index("articulo_autor_fecha_idx", "autor_id", "fecha"),
    )

    id = db.Column(db.Integer, primary_key=True)
    titulo = db.Column(db.String(200), nullable=False)
    resumen = db.Column(db.Text)
    fecha = db.Column(db.DateTime, default=db.func.now(), nullable=False)
    puntos = db.Column(db.Integer, server_default=db.text("0"), nullable=False)
    publicado = db.Column(db.Boolean, server_default=db.false(), nullable=False)
    autor_id = db.Column(
        db.Integer, db.ForeignKey("usuario.id", ondelete="CASCADE"), nullable=False
    )

    autor = db.relationship("Usuario", backref=db.backref("articulos", passive_deletes=True))
