"""The questions that are timed, by kind: each a conversation whose last message counts, made from the catalog."""

from collections.abc import Iterator
from itertools import product

Conversation = tuple[str, ...]

DISTRICTS = ("诸暨市", "上虞", "嵊州", "新昌县", "绍兴县", "越城", "袍江", "镜湖新区", "滨海新城", "高新区")
METRICS = ("外资", "内资", "工业投资", "服务业投资", "市内企业投资", "双百技改项目", "5000万以上内资项目")
MISSPELT = ("朱暨市", "上于", "zhuji", "諸暨市", "绍兴縣", "袍 江", "诸既市", "shengzhou", "镜胡新区", "宾海新城")
PAIRS = (("诸暨", "上虞"), ("嵊州", "新昌"), ("袍江", "滨海新城"), ("绍兴县", "诸暨"), ("越城", "镜湖"))
GROUPS = ("五县市", "开发区", "各区县")
DOCUMENTS = (
    "谁牵头央企军企对接?",
    "市经信委牵头哪些工作?",
    "市发改委牵头哪些工作",
    "破解要素制约有哪些举措?",
    "依据是什么文件?",
    "43号文什么时候印发的",
    "三百推进计划是什么",
    "双百技改计划谁负责",
    "六个一批是哪六个",
    "重庆7+30是什么",
)
DECLINED = (
    "杭州外资目标多少",
    "诸暨GDP目标多少",
    "2013年诸暨外资目标",
    "遂昌县内资任务",
    "诸暨枫桥镇外资任务",
    "市直外资目标",
    "重庆渝中区工业投资目标",
    "今天天气怎么样",
    "诸暨民营企业外资任务多少",
    "'; DROP TABLE figure; --",
)


def conversations() -> dict[str, list[Conversation]]:
    """The conversations of each kind."""
    return {
        "lookup": [(f"{d}{m}目标是多少?",) for d, m in product(DISTRICTS, METRICS)],
        "noisy": [(f"请问一下 {d}{m}  目標多少呀",) for d, m in product(MISSPELT, METRICS)],
        "compare": [(text,) for text in _comparisons()],
        "rank": [
            (f"{m}{asked}",) for m, asked in product(METRICS, ("哪家最高", "前三名", "从高到低排一下", "倒数第二是谁"))
        ],
        "filter": [(text,) for text in _filters()],
        "aggregate": [(text,) for text in _aggregates()],
        "follow-up": [
            (f"{d}外资任务多少", text)
            for d, text in product(DISTRICTS, ("内资呢", "占全市多少", "排第几", "和诸暨比呢"))
        ],
        "documents": [(text,) for text in DOCUMENTS],
        "decline": [(text,) for text in DECLINED],
    }


def _comparisons() -> Iterator[str]:
    for (one, other), metric in product(PAIRS, METRICS):
        yield f"{one}和{other}{metric}谁高"
        yield f"{one}{metric}比{other}多多少"


def _filters() -> Iterator[str]:
    yield from (
        f"外资{bound}的有哪些" for bound in ("超过1亿美元", "不到3000万美元", "2000万美元以上", "1000万到1亿美元")
    )
    yield from (f"内资{bound}的有哪些" for bound in ("超过20亿", "不到2亿", "1亿元以上", "3亿以下"))
    yield from (f"{group}工业投资{bound}的是谁" for group, bound in product(GROUPS, ("100亿以上", "不足50亿")))
    yield "外资超过1亿美元而且内资20亿以上的有哪几个"


def _aggregates() -> Iterator[str]:
    for group, metric in product(GROUPS, METRICS):
        yield f"{group}{metric}合计多少"
        yield f"{group}{metric}占全市多少"
