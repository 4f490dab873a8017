"""One number made of many: which of the ways of making it is asked for."""

from dataclasses import replace

from intents.reply import Reply
from intents.targets.case import Case, joined
from intents.targets.comparison import compared
from intents.targets.ranking import ranked
from intents.targets.shares import share, share_of_metric
from intents.targets.sums import averaged, summed
from intents.wording import listed


def reduced(case: Case) -> Reply:
    """The one number that is asked for, for each metric."""
    operation = case.question.operation
    if operation.reduce in ("difference", "ratio", "compare"):
        return compared(case)
    if operation.reduce == "share" and len(case.question.metrics) == 2 and not case.question.of:
        return share_of_metric(case)
    if operation.reduce == "share":
        return joined([share(case, metric) for metric in case.question.metrics])
    if operation.reduce == "mean":
        return joined([averaged(case, metric) for metric in case.question.metrics])
    return summed(case)


def cut(case: Case) -> Case:
    """Only the first few, where a sum or share of them is asked: 前三名合计."""
    question, operation = case.question, case.question.operation
    figures, _ = case.among(question.metrics[0])
    rows = ranked(figures, operation.order)
    kept = [
        f.district
        for rank, f in rows
        if (rank == operation.nth if operation.nth else not operation.n or rank <= operation.n)
    ]
    name = f"{case.who}中{'最高' if operation.order == 'desc' else '最低'}的{len(kept)}个（{listed(kept)}）"
    return replace(
        case,
        question=replace(
            question,
            districts=tuple(kept),
            groups=(name,),
            without=(),
            operation=replace(operation, order="", n=0, nth=0),
        ),
    )
