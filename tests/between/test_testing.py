"""``assert_same_database``: as a function, and as the plugin's fixture in somebody else's suite."""

import pytest

from compare.errors import ToolError, UsageError
from compare.testing import assert_same_database
from tests.between.databases import POSTS, made

pytest_plugins = ["pytester"]


def test_what_is_the_same_passes_and_is_given_back(tmp_path):
    left, right = made(tmp_path / "a.db", POSTS), made(tmp_path / "b.db", POSTS)
    result = assert_same_database(left, right)
    assert result.verdict == "same"


def test_a_difference_fails_with_the_whole_report(tmp_path):
    left = made(tmp_path / "a.db", POSTS)
    right = made(tmp_path / "b.db", POSTS + "UPDATE post SET titulo = 'TWO' WHERE id = 2")
    with pytest.raises(AssertionError) as caught:
        assert_same_database(left, right)
    assert "post[2].titulo" in str(caught.value)
    assert "The two databases differ." in str(caught.value)
    assert_same_database(left, right, rows=False)


def test_options_reach_the_comparison(tmp_path):
    left = made(tmp_path / "a.db", POSTS)
    right = made(
        tmp_path / "b.db",
        POSTS.replace("post", "blog_post") + "UPDATE blog_post SET titulo = 'TWO';",
    )
    waivers = tmp_path / "waivers.toml"
    waivers.write_text('[[waiver]]\ndifference = "row.value post*"\nreason = "shouted"\n')
    with pytest.raises(AssertionError, match=r"table\.missing"):
        assert_same_database(left, right)
    assert_same_database(left, right, mapping=["post=blog_post"], waivers=waivers)
    assert_same_database(
        left,
        right,
        mapping=["post=blog_post"],
        schema=False,
        keys=["post=id"],
        waivers=waivers,
    )


def test_what_cannot_be_opened_is_no_failed_assertion(tmp_path):
    left = made(tmp_path / "a.db", POSTS)
    with pytest.raises(ToolError, match="there is no such file"):
        assert_same_database(left, str(tmp_path / "none.db"))
    with pytest.raises(UsageError, match="--map"):
        assert_same_database(left, left, mapping=["nowhere=post"])


def test_the_fixture_is_there_in_any_suite(pytester):
    left = made(pytester.path / "a.db", POSTS)
    right = made(pytester.path / "b.db", POSTS + "DELETE FROM post WHERE id = 1")
    pytester.makepyfile(
        f"""
        def test_same(assert_same_database):
            assert_same_database({left!r}, {left!r})

        def test_not_same(assert_same_database):
            assert_same_database({left!r}, {right!r})
        """
    )
    # In a process of its own, and without the other plugins of this one.
    result = pytester.runpytest_subprocess(
        "-p", "no:django", "-p", "no:xdist", "-p", "no:hypothesispytest"
    )
    result.assert_outcomes(passed=1, failed=1)
    result.stdout.fnmatch_lines(["*post[[]1[]]*"])


@pytest.mark.parametrize("dialect", ["postgresql", "mariadb"])
def test_a_failure_to_connect_shows_no_password(pytester, monkeypatch, dialect):
    monkeypatch.setenv("NEW", f"{dialect}://u:S3cret-word@127.0.0.1:1/x")
    made(pytester.path / "a.db", POSTS)
    pytester.makepyfile(
        "def test_it(assert_same_database): assert_same_database('a.db', 'env:NEW')"
    )
    done = pytester.runpytest_subprocess("--showlocals", "--full-trace")
    text = "\n".join(done.outlines + done.errlines)
    assert "the server cannot be reached" in text
    assert "S3cret" not in text
