from flask_sqlalchemy import SQLAlchemy

db = SQLAlchemy()


class Usuario(db.Model):
    id = db.Column(db.Integer, primary_key=True)
    nombre = db.Column(db.String(100), nullable=False)
    email = db.Column(db.String(120), unique=True, nullable=False)
    bio = db.Column(db.Text)


class Post(db.Model):
    __table_args__ = (
        db.UniqueConstraint("autor_id", "titulo", name="post_autor_titulo_unico"),
        db.Index("post_estado_fecha_idx", "estado", "fecha"),
    )

    id = db.Column(db.Integer, primary_key=True)
    titulo = db.Column(db.String(200), nullable=False)
    contenido = db.Column(db.Text, nullable=False)
    estado = db.Column(db.String(20), server_default="borrador", nullable=False)
    fecha = db.Column(db.DateTime, server_default=db.func.now(), nullable=False)
    autor_id = db.Column(
        db.Integer, db.ForeignKey("usuario.id", ondelete="CASCADE"), nullable=False
    )
    revisor_id = db.Column(db.Integer, db.ForeignKey("usuario.id", ondelete="SET NULL"))

    autor = db.relationship("Usuario", foreign_keys=[autor_id], backref="posts")
    revisor = db.relationship("Usuario", foreign_keys=[revisor_id])
