"""The metrics of a campaign: chosen from the agreement's, the weightiest first."""

from alignment.show.metric_list import NONE_LEFT, STRANGE, MetricList

AGREED = {"win_rate": "at least 30 % (Sales)", "n_mql": "at least 120 (Marketing)"}


def add(shown: MetricList, place: int) -> None:
    shown._adding.value = place


def lines(shown: MetricList) -> list[str]:
    return [line.children[2].value for line in shown._list.children]


def test_metrics_are_added_moved_and_taken_away() -> None:
    told: list[int] = []
    shown = MetricList(AGREED, (), lambda: told.append(1))
    add(shown, 1)
    add(shown, 0)
    assert shown.chosen == ("n_mql", "win_rate")
    assert shown._adding.options[0][0] == NONE_LEFT
    shown._list.children[1].children[0].click()  # up
    assert shown.chosen == ("win_rate", "n_mql")
    shown._list.children[0].children[-1].click()
    assert shown.chosen == ("n_mql",)
    assert len(told) == 4


def test_the_first_goes_no_higher_and_the_last_no_lower() -> None:
    shown = MetricList(AGREED, ("win_rate", "n_mql"))
    up, down = ([line.children[n].disabled for line in shown._list.children] for n in (0, 1))
    assert (up, down) == ([True, False], [False, True])


def test_a_metric_that_the_agreement_lacks_stays_and_is_marked() -> None:
    shown = MetricList(AGREED, ("n_<b>likes",))
    assert shown.chosen == ("n_<b>likes",)
    assert STRANGE in lines(shown)[0]
    assert "<b>" not in lines(shown)[0]
