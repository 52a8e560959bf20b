TABLES = {"post_tag": "blog_posttag"}

ENGINES = ("sqlite", "postgresql")


def flask(db):
    class PostTag(db.Model):
        id = db.Column(db.Integer, primary_key=True)


def flask_closed(db):
    class PostTag(db.Model):
        __tablename__ = "blog_posttag"
        id = db.Column(db.Integer, primary_key=True)


def django(models):
    class PostTag(models.Model):
        pass


def django_closed(models):
    class PostTag(models.Model):
        class Meta:
            db_table = "post_tag"
