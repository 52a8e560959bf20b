def flask(db):
    class Post(db.Model):
        id = db.Column(db.Integer, primary_key=True)
        precio = db.Column(db.Numeric(10, 2), nullable=False)


def flask_closed(db):
    Precio = db.Numeric(10, 2).with_variant(db.DECIMAL(decimal_return_scale=2), "sqlite")

    class Post(db.Model):
        id = db.Column(db.Integer, primary_key=True)
        precio = db.Column(Precio, nullable=False)


def django(models):
    class Post(models.Model):
        precio = models.DecimalField(max_digits=10, decimal_places=2)


def django_closed(models):
    class DecimalField(models.DecimalField):
        def db_type(self, connection):
            return f"numeric({self.max_digits}, {self.decimal_places})"

    class Post(models.Model):
        precio = DecimalField(max_digits=10, decimal_places=2)
