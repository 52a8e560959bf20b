"""What is MySQL's alone in opening its databases."""

import time

from tests.databases.mariadb_places import PASSWORD, ids


def test_a_password_that_must_be_encrypted_is_told(mysql, monkeypatch):
    monkeypatch.setattr("pymysql._auth._have_cryptography", False)
    # With TLS, which PyMySQL uses where the server has it, nothing needs to be encrypted.
    with mysql.opened() as database:
        assert ids(database.connection) == [1]
    for account in mysql.accounts:  # the password is remembered no more
        mysql.run(f"ALTER USER {account} IDENTIFIED BY '{PASSWORD}'")
    plain = {**mysql.url.query, "ssl_disabled": "1"}
    said = mysql.refused(query=plain)
    assert "takes the password only if it is encrypted" in said
    assert "pip install 'django-parity[mysql]'" in said
    monkeypatch.undo()
    with mysql.opened(query=plain) as database:
        assert ids(database.connection) == [1]


def test_connections_between_which_nothing_happens_see_the_same_moment(mysql):
    end = time.monotonic() + 20
    same = False
    # The server's own work, and that of other tests, moves the counter too.
    while not same and time.monotonic() < end:
        with mysql.opened() as database, database.another() as other:
            assert ids(database.connection) == ids(other)
            same = database.same_moment
    assert same
