from flask_sqlalchemy import SQLAlchemy

db = SQLAlchemy()


class Usuario(db.Model):
    id = db.Column(db.Integer, primary_key=True)
    campo1 = db.Column(db.String(128))
    campo2 = db.Column(db.String(128))
