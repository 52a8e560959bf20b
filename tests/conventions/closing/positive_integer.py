from sqlalchemy.ext.compiler import compiles


def flask(db):
    class Post(db.Model):
        id = db.Column(db.Integer, primary_key=True)
        visitas = db.Column(db.Integer, nullable=False)


def flask_closed(db):
    class Unsigned(db.Integer):
        pass

    @compiles(Unsigned, "sqlite")
    def say_unsigned(element, compiler, **kw):
        return "integer unsigned"

    class Post(db.Model):
        __table_args__ = (db.CheckConstraint("visitas >= 0"),)
        id = db.Column(db.Integer, primary_key=True)
        visitas = db.Column(Unsigned, nullable=False)


def django(models):
    class Post(models.Model):
        visitas = models.PositiveIntegerField(default=0)


def django_closed(models):
    class Post(models.Model):
        visitas = models.IntegerField(default=0)
