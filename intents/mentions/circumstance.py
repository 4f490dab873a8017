"""Clauses that only tell why or for whom somebody asks: 我跟老同事聊天用, 在车上打字不方便. They are no condition."""

import re
from collections.abc import Iterable, Iterator

_END = re.compile(r"[,;。.!?:\n]+")  # between 督查要用 and 诸暨外资多少
_PERSONAL = re.compile(
    "我|你|您|他|她|咱|俺|人家|领导|书记|市长|县长|主任|局长|科长|同志|同事|伙计|记者|读者|新人|老[李王张陈赵刘]|小[李王张陈赵刘]|"
    "材料|稿|报告|汇报|提纲|开会|会上|会前|片会|常委|ppt|图|黑板|底表|表格|汇总栏|那一栏|存档|备查|转发|办公室|打字|语音|手机|车上|"
    "路上|老花|眼|耳|记性|年纪|天气|着急|忙|懂|明白|清楚|清爽|忘|抄|念|填|写|讲|听|看|聊|引用|打赌|猜|求助|麻利|谢|辛苦|方便|约谈|"
    "督查|检查|调研|通知|准备|核对|挂职|简明|正常"
)  # what such a clause speaks of
_LIMITING = re.compile(
    "只|仅|限|除|不含|不算|扣|剔|其中|部分|为准|企业|产业|行业|公司|项目|投资|资金|收入|税|率|额|同比|环比|增长|增速|口径|条件|"
    "(?<!去)年(?!纪)|月|季|镇|乡|街道|村|园区|上市|民营|国有|外省|省外|港|台|日资|美资|制造|建筑|房|人均|什么|多少|哪|谁|怎么|如何|办法|多久|吗$|呢$|亩|[0-9]|的$"
)  # what may limit the figure asked for


def circumstances(
    text: str, meaning: Iterable[tuple[int, int]], unknown: Iterable[tuple[int, int]]
) -> Iterator[tuple[int, int]]:
    """Spans of clauses of circumstance. `meaning`: spans of words that name what a figure can depend on; `unknown`: of
    words known to name what no table has. Where there is only one clause there is none."""
    clauses = list(_clauses(text))
    named, never = list(meaning), list(unknown)
    if len(clauses) < 2:
        return
    for start, end in clauses:
        inside = any(start < b and a < end for a, b in (*named, *never))
        clause = text[start:end]
        if not inside and _PERSONAL.search(clause) and not _LIMITING.search(clause):
            yield start, end


def _clauses(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for match in _END.finditer(text):
        if match.start() > start:
            yield start, match.start()
        start = match.end()
    if start < len(text):
        yield start, len(text)
