import enum

ENGINES = ("sqlite", "postgresql", "mariadb")


class Rol(enum.Enum):
    ADMIN = "admin"
    USUARIO = "usuario"


def _add(db, Usuario):
    def then(op):
        db.session.add(Usuario(rol=Rol.ADMIN))

    return then


def flask(db):
    class Usuario(db.Model):
        id = db.Column(db.Integer, primary_key=True)
        rol = db.Column(db.Enum(Rol), nullable=False)

    return _add(db, Usuario)


def flask_closed(db):
    def values(members):
        return [member.value for member in members]

    Texto = db.Enum(Rol, values_callable=values, length=20, native_enum=False)

    class Usuario(db.Model):
        id = db.Column(db.Integer, primary_key=True)
        rol = db.Column(Texto, nullable=False)

    return _add(db, Usuario)


def django(models):
    class Rol(models.TextChoices):
        ADMIN = "admin"
        USUARIO = "usuario"

    class Usuario(models.Model):
        rol = models.CharField(max_length=20, choices=Rol)

    return lambda: Usuario.objects.create(rol=Rol.ADMIN)


def django_closed(models):
    class Rol(models.TextChoices):
        ADMIN = "ADMIN"
        USUARIO = "USUARIO"

    class EnumField(models.CharField):
        def db_type(self, connection):
            if connection.vendor != "mysql":
                return super().db_type(connection)
            words = ", ".join(f"'{value}'" for value, _ in self.flatchoices)
            return f"enum({words})"

    class Usuario(models.Model):
        rol = EnumField(max_length=7, choices=Rol)

    return lambda: Usuario.objects.create(rol=Rol.ADMIN)
