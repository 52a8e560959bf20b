from sqlalchemy.ext.compiler import compiles


def flask(db):
    class Post(db.Model):
        id = db.Column(db.Integer, primary_key=True)
        datos = db.Column(db.JSON)

    return lambda op: db.session.add(Post(datos={"b": 1, "a": ["ñ"]}))


def flask_closed(db):
    class CheckedJson(db.JSON):
        pass

    @compiles(CheckedJson, "sqlite")
    def say_text(element, compiler, **kw):
        return "text"

    class Post(db.Model):
        __table_args__ = (db.CheckConstraint("JSON_VALID(datos) OR datos IS NULL"),)
        id = db.Column(db.Integer, primary_key=True)
        datos = db.Column(CheckedJson)

    return lambda op: db.session.add(Post(datos={"b": 1, "a": ["ñ"]}))


def django(models):
    class Post(models.Model):
        datos = models.JSONField(null=True)

    return lambda: Post.objects.create(datos={"b": 1, "a": ["ñ"]})


def django_closed(models):
    class JSONField(models.JSONField):
        def db_type(self, connection):
            return "json"

        def db_check(self, connection):
            return None

    class Post(models.Model):
        datos = JSONField(null=True)

    return lambda: Post.objects.create(datos={"b": 1, "a": ["ñ"]})
