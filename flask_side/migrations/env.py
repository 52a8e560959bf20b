import logging
from contextlib import contextmanager
from logging.config import fileConfig

from alembic import context
from alembic.util import CommandError
from click import ClickException
from flask import current_app, has_app_context

# this is the Alembic Config object, which provides
# access to the values within the .ini file in use.
config = context.config

# Interpret the config file for Python logging, on a command line only: a program that calls
# `alembic.command.upgrade` has its own logging, and fileConfig would replace its handlers and
# switch its loggers off. `alembic` fills config.cmd_opts in, a bare Config leaves it None;
# Flask-Migrate fills it in always, so there flask_side/__init__.py says whether `flask` is run.
if config.attributes.get("configure_logger", config.cmd_opts is not None):
    fileConfig(config.config_file_name, disable_existing_loggers=False)
logger = logging.getLogger("alembic.env")


@contextmanager
def application():
    """Be inside an application context: `flask db` has entered one, plain `alembic` has not."""
    if has_app_context():
        yield
        return
    from flask_side import create_app

    try:
        app = create_app(
            config.get_main_option("scenario"), url=config.get_main_option("sqlalchemy.url")
        )
    except ClickException as error:
        # `alembic` prints its own errors without a traceback, and knows nothing of click's.
        raise CommandError(error.format_message()) from None
    with app.app_context():
        try:
            yield
        finally:
            get_engine().dispose()


def get_db():
    return current_app.extensions["migrate"].db


def get_engine():
    return get_db().engine


def get_metadata():
    return get_db().metadata


def run_migrations_offline():
    """Run migrations in 'offline' mode.

    This configures the context with just a URL
    and not an Engine, though an Engine is acceptable
    here as well.  By skipping the Engine creation
    we don't even need a DBAPI to be available.

    Calls to context.execute() here emit the given string to the
    script output.

    """
    context.configure(
        url=get_engine().url,
        target_metadata=get_metadata(),
        literal_binds=True,
    )

    with context.begin_transaction():
        context.run_migrations()


def run_migrations_online():
    """Run migrations in 'online' mode.

    In this scenario we need to create an Engine
    and associate a connection with the context.

    """

    # this callback is used to prevent an auto-migration from being generated
    # when there are no changes to the schema
    # reference: http://alembic.zzzcomputing.com/en/latest/cookbook.html
    def process_revision_directives(context, revision, directives):
        if getattr(config.cmd_opts, "autogenerate", False):
            script = directives[0]
            if script.upgrade_ops.is_empty():
                directives[:] = []
                logger.info("No changes in schema detected.")

    # a copy, because the callback belongs to this run and the application may outlive it
    conf_args = dict(current_app.extensions["migrate"].configure_args)
    if conf_args.get("process_revision_directives") is None:
        conf_args["process_revision_directives"] = process_revision_directives

    with get_engine().connect() as connection:
        context.configure(connection=connection, target_metadata=get_metadata(), **conf_args)

        with context.begin_transaction():
            context.run_migrations()


with application():
    if context.is_offline_mode():
        run_migrations_offline()
    else:
        run_migrations_online()
