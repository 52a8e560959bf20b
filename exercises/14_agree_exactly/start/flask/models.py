from flask_sqlalchemy import SQLAlchemy

db = SQLAlchemy()


class Usuario(db.Model):
    __tablename__ = "blog_usuario"  # closes: table-prefix
    __table_args__ = {"sqlite_autoincrement": True}  # closes: autoincrement

    id = db.Column(db.Integer, primary_key=True)
    nombre = db.Column(db.String(100), nullable=False)
    email = db.Column(db.String(120), unique=True, nullable=False)
    alta = db.Column(db.DateTime, default=db.func.now(), nullable=False)


class Post(db.Model):
    __tablename__ = "blog_post"
    __table_args__ = {"sqlite_autoincrement": True}

    id = db.Column(db.Integer, primary_key=True)
    titulo = db.Column(db.String(200), nullable=False)
    fecha = db.Column(db.DateTime, default=db.func.now(), nullable=False)
    publicado = db.Column(db.Boolean, default=False, nullable=False)
    autor_id = db.Column(db.Integer, db.ForeignKey("blog_usuario.id"), nullable=False)

    autor = db.relationship("Usuario")
