"""What can be asked, shown with messages that really work."""

from typing import cast

from data.problem import Problem
from data.report import Member
from intents.reply import Kind, Reply

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
    return Reply(cast(Kind, trouble.kind), lines, choices=trouble.choices, unknown=trouble.unknown)


def greeting() -> Reply:
    """A greeting with what to try."""
    lines = ("您好，我是目标通，可以查已公布的年度目标、举措和牵头部门，每个数都附文号和附件。", "可以这样问：")
    return Reply("help", (*lines, *(f"· {text}" for text in EXAMPLES)))


_ASK = (
    "· 目标：“诸暨市外资目标多少”“镜湖新区今年都有哪些指标”",
    "· 比较和排序：“上虞和诸暨外资谁高，高多少”“内资任务前三名”",
    "· 筛选和汇总：“外资超过1亿美元的有哪些”“五县市外资合计”“上虞外资占全市多少”",
    "· 举措和分工：“股权转让由谁牵头”“市经信委牵头哪些工作”",
    "· 文件：“文号是多少”“附件4讲什么”“六个一批是哪六个”“导出附件4”",
    "· 追问：“那上虞呢”“怎么算的”；另起一题说“换个问题”。",
)
_PROGRESS = "· 进度：“诸暨外资完成多少了”“完成率呢”“快于序时进度吗”“还差多少”"
_BY_ROLE = {
    "staff": (
        "· 上报：“进度 诸暨市 2012年5月 外资 9800万美元 内资 12.3亿元”，核对后回复“确认”",
        "· 更正再报一次；“撤回 1”；“我的上报”",
    ),
    "reviewer": ("· 审核：“待审核”“通过 1”“退回 1 原因”“全部通过”",),
    "leader": ("· 汇总：“全市进度汇总”“外资完成率排名”“谁落后”“谁没报”“一季度汇报”", "· “待审核”看还有多少没审"),
}


def manual(member: Member) -> Reply:
    """All that this member can ask and do."""
    inside = () if member.role == "guest" else (_PROGRESS,)
    return Reply("help", ("目标通能做：", *_ASK, *inside, *_BY_ROLE.get(member.role, ())))
