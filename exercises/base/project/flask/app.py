from flask import Flask
from flask_migrate import Migrate

from models import db

migrate = Migrate()


def create_app():
    app = Flask(__name__)
    app.config["SQLALCHEMY_DATABASE_URI"] = "sqlite:///blog.db"
    db.init_app(app)
    migrate.init_app(app, db)
    return app
