import sqlalchemy as sa


def flask(db):
    class Post(db.Model):
        id = db.Column(db.Integer, primary_key=True)
        fecha = db.Column(db.DateTime, server_default=db.func.now(), nullable=False)


def flask_closed(db):
    class Post(db.Model):
        id = db.Column(db.Integer, primary_key=True)
        now = sa.text("(STRFTIME('%Y-%m-%d %H:%M:%f', 'NOW'))")
        fecha = db.Column(db.DateTime, server_default=now, nullable=False)


def django(models):
    from django.db.models.functions import Now

    class Post(models.Model):
        fecha = models.DateTimeField(db_default=Now())


def django_closed(models):
    from django.db.models import Func

    class CurrentTimestamp(Func):
        template = "CURRENT_TIMESTAMP"
        output_field = models.DateTimeField()

    class Post(models.Model):
        fecha = models.DateTimeField(db_default=CurrentTimestamp())
