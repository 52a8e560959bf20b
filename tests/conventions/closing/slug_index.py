ENGINES = ("sqlite", "postgresql")


def flask(db):
    class Post(db.Model):
        id = db.Column(db.Integer, primary_key=True)
        slug = db.Column(db.String(50), nullable=False)


def flask_closed(db):
    class Post(db.Model):
        id = db.Column(db.Integer, primary_key=True)
        slug = db.Column(db.String(50), index=True, nullable=False)


def django(models):
    class Post(models.Model):
        slug = models.SlugField()


def django_closed(models):
    class Post(models.Model):
        slug = models.SlugField(db_index=False)
