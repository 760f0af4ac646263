"""Silences: checks that an editor has told not to speak of a file, each with a reason."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from notice.content.files import Tree
from notice.problems import Problem, Severity, did_you_mean, refused


def silenced(
    tree: Tree, problems: Iterable[Problem], rules: Mapping[str, bool]
) -> Iterator[Problem]:
    """Yield the problems that no silence covers, and those of the silences themselves.

    `silence: {name-of-the-check: reason}` in a file covers the warnings and hints of that check
    about that file. An error cannot be silenced, nor can a rule that is false in
    `rules`. A silence that covers nothing is told of, since
    what it was for has gone; not while there are errors, which keep checks from looking at all that
    they look at otherwise.
    """
    problems = list(problems)
    sound = not refused(problems, Severity.ERROR)
    wanted = {
        (source.path, rule): source
        for source in tree.sources.values()
        if isinstance(source.data, dict)
        and isinstance(silences := source.data.get("silence"), dict)
        for rule in silences
    }
    used = set()
    for problem in problems:
        key = (problem.path, problem.rule)
        may_be = problem.severity is not Severity.ERROR and rules.get(problem.rule, False)
        if key in wanted and may_be:
            used.add(key)
        else:
            yield problem
    for (path, rule), source in wanted.items():
        if (path, rule) in used:
            continue
        if rule in rules and not rules[rule]:
            message = f"`{rule}` cannot be silenced: it guards what was published"
        elif rule in rules:
            if not sound:
                continue
            message = f"`{rule}` has nothing to say of this file any more: take this line out"
        else:
            message = f"there is no check `{rule}`{did_you_mean(rule, rules)}"
        yield source.problem(("silence", rule), Severity.WARNING, message, key=True)
