"""All records of the kinds of job together."""

from __future__ import annotations

from collections import Counter

from engine.requests import kinds
from handlers import general
from handlers.catalogue import CATALOGUE, GENERAL
from handlers.jobs import job_kinds
from handlers.policy import Limits
from handlers.router import RUNS, VERBS

NOT_IN_A_CHAT = {"train-style"}  # `python -m bot studio style`


def test_every_kind_of_task_can_be_asked_for_in_a_chat_or_is_known_not_to():
    """A task without a record would be queued and never said to anybody."""
    assert job_kinds().keys() == kinds().keys() - NOT_IN_A_CHAT


def test_no_two_kinds_answer_the_same_command_or_button():
    """They are collected into one table, where the second would silently take the place of the first."""
    commands = [command.entry.name for kind in job_kinds().values() for command in kind.commands]
    verbs = [name for kind in job_kinds().values() for name in kind.verbs]
    counted = Counter([*commands, *general.RUNS]), Counter([*verbs, *general.VERBS])
    assert [name for each in counted for name, count in each.items() if count > 1] == []
    assert (len(RUNS), len(VERBS)) == tuple(len(each) for each in counted)


def test_every_command_that_is_offered_is_answered():
    """The menu and the answers come from different files."""
    assert {entry.name for entry in CATALOGUE} == RUNS.keys()
    assert {entry.name for entry in GENERAL} == general.RUNS.keys()


def test_what_costs_device_time_says_how_much():
    """A command marked as costing something reserves seconds, so that a day has an end."""
    priced = {entry.cost for entry in CATALOGUE if entry.cost}
    assert priced
    assert [name for name in priced if job_kinds()[name].cost(Limits(), 1) <= 0 or job_kinds()[name].most is None] == []
    assert job_kinds()["inspect"].cost(Limits(), 1) == 0
