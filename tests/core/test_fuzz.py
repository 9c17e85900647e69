from tests.fuzz_feeds import fuzz


def test_mutated_feeds_raise_nothing_and_let_nothing_unsafe_through() -> None:
    report = fuzz([], seed=20261124, inputs=400, seconds=None)

    assert report.failures == []
    assert report.articles > 400
    assert {"ok", "truncated", "not-a-feed"} <= set(report.states)
