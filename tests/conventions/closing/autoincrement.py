def flask(db):
    class Post(db.Model):
        id = db.Column(db.Integer, primary_key=True)

    class Comentario(db.Model):
        id = db.Column(db.Integer, primary_key=True)

    return _leave_a_gap(db, Post)


def _leave_a_gap(db, Post):
    def then(op):
        db.session.add_all([Post(id=1), Post(id=2)])
        db.session.flush()
        db.session.delete(db.session.get(Post, 2))

    return then


def flask_closed(db):
    class Post(db.Model):
        __table_args__ = {"sqlite_autoincrement": True}  # noqa: RUF012
        id = db.Column(db.Integer, primary_key=True)

    class Comentario(db.Model):
        id = db.Column(db.Integer, primary_key=True)

    def then(op):
        with op.batch_alter_table(
            "comentario", recreate="always", table_kwargs={"sqlite_autoincrement": True}
        ):
            pass
        _leave_a_gap(db, Post)(op)

    return then


def django(models):
    class Post(models.Model):
        pass

    class Comentario(models.Model):
        pass

    return _a_gap(Post)


def _a_gap(Post):
    def then():
        Post.objects.create()
        Post.objects.create().delete()

    return then


def django_closed(models):
    class RowId(models.BigAutoField):
        def db_type_suffix(self, connection):
            return None if connection.vendor == "sqlite" else super().db_type_suffix(connection)

    class Post(models.Model):
        id = RowId(primary_key=True)

    class Comentario(models.Model):
        id = RowId(primary_key=True)

    def then():
        assert Post.objects.create().pk == 1
        Post.objects.create().delete()

    return then
