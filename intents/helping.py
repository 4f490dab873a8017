"""What can be asked, shown with messages that really work."""

from typing import cast

from data.problem import Problem
from intents.reply import Kind, Reply
from intents.sources import Sources

EXAMPLES = (
    "诸暨市外资目标多少",
    "五县市内资任务合计多少",
    "工业投资必保最高的三个是谁",
    "上虞外资占全市多少",
    "股权转让由谁牵头",
)


def problem_reply(trouble: Problem) -> Reply:
    """A problem as a reply: why, what works instead, and examples where nothing was understood."""
    lines = (trouble.sentence, *((trouble.instead,) if trouble.instead else ()))
    if trouble.kind == "unclear":
        lines += ("可以这样问：", *(f"· {text}" for text in EXAMPLES))
    return Reply(cast(Kind, trouble.kind), lines, choices=trouble.choices)


def greeting(source: Sources) -> Reply:
    """A greeting with what to try."""
    lines = ("您好，我是目标通，可以查已公布的年度目标、举措和牵头部门，每个数都附文号和附件。", "可以这样问：")
    return Reply("help", (*lines, *(f"· {text}" for text in EXAMPLES)))


def manual(source: Sources) -> Reply:
    """All that can be asked."""
    lines = (
        "目标通能回答：",
        "· 目标：“诸暨市外资目标多少”“镜湖新区今年都有哪些指标”",
        "· 比较和排序：“上虞和诸暨外资谁高，高多少”“内资任务前三名”",
        "· 筛选和汇总：“外资超过1亿美元的有哪些”“五县市外资合计”“占全市多少”",
        "· 举措和分工：“股权转让由谁牵头”“市经信委牵头哪些工作”",
        "· 文件：“文号是多少”“附件4讲什么”“六个一批是哪六个”",
        "· 追问：“那上虞呢”“怎么算的”；另起一题说“换个问题”。",
    )
    return Reply("help", lines)
