ENGINES = ("sqlite", "postgresql", "mariadb")


def flask(db):
    class Post(db.Model):
        id = db.Column(db.Integer, primary_key=True)
        datos = db.Column(db.JSON)

    return lambda op: db.session.add_all([Post(datos=None), Post(datos={})])


def flask_closed(db):
    class Post(db.Model):
        id = db.Column(db.Integer, primary_key=True)
        datos = db.Column(db.JSON(none_as_null=True))

    return lambda op: db.session.add_all([Post(datos=None), Post(datos={})])


def django(models):
    class Post(models.Model):
        datos = models.JSONField(null=True)

    def then():
        Post.objects.create(datos=None)
        Post.objects.create(datos={})

    return then


def django_closed(models):
    from django.db.models import JSONField, Value

    class Post(models.Model):
        datos = models.JSONField(null=True)

    def then():
        Post.objects.create(datos=Value(None, JSONField()))
        Post.objects.create(datos={})

    return then
