"""What people call a province, city or county for short: its name without suffix and peoples, or letters of it."""

import re

from data.placewords import earlier_names, peoples

_LONG_SUFFIXES = ("特别行政区", "地区", "林区", "特区", "矿区", "新区")
# 石家庄高新技术产业开发区 -> 石家庄高新区; 威海火炬高技术产业开发区 -> 威海火炬高新区
_HIGH_TECH = re.compile(r"高新?技术(?:产业)?(?:开发区|园区)$")
# 芜湖经济技术开发区 -> 芜湖经开区; 河北沧州经济开发区 -> 河北沧州经开区
_ECONOMIC = re.compile(r"经济(?:技术)?开发区$")
# 察哈尔右翼中旗 -> 察, 右翼中旗; 乌拉特后旗 -> 乌, 后旗; 苏尼特左旗 -> 苏, 左旗
_BANNER = re.compile(r"(.)..+?((?:左翼|右翼)?[左右前后中]旗)")
# the words of a zone's name that tell nothing apart: 长春汽车经济技术开发区 leaves 长春汽车
_COMMON = re.compile(r"经济|高新|技术|产业|开发|城乡一体化|综合|园区|[区市县旗]|自治|族")


def usual(name: str) -> str:
    """The usual short name: 诸暨市 -> 诸暨, 延边朝鲜族自治州 -> 延边, 察哈尔右翼中旗 -> 察右中旗; 沙县 stays."""
    if "自治" in name or name.endswith("族区"):
        return autonomous(name)
    if name.endswith("旗") and (found := _BANNER.fullmatch(name)):
        return found[1] + found[2].replace("翼", "")
    if name.endswith(("开发区", "园区")):
        return _ECONOMIC.sub("经开区", _HIGH_TECH.sub("高新区", name))
    return _plain(name)


def autonomous(name: str) -> str:
    """An autonomous place without its peoples: 新疆维吾尔自治区 -> 新疆, 东乡族自治县 -> 东乡; 内蒙古 stays."""
    base = name[:-1].removesuffix("自治")
    while people := next((word for word in peoples() if base.endswith(word) and len(base) > len(word) + 1), ""):
        base = base.removesuffix(people)
    return base.removesuffix("族")


def also(name: str) -> tuple[str, ...]:
    """Its further names with a suffix, and earlier ones: 延边朝鲜族自治州 -> 延边州; 襄阳市 -> 襄樊市, 襄樊."""
    return (autonomous(name) + name[-1],) if "自治" in name else earlier_names(name)


def likeness(short: str, name: str, above: tuple[str, ...]) -> tuple[bool, int] | None:
    """How well letters stand for a name, higher is better: 达旗 for 达拉特旗; None when they are not letters of it.

    Shape: (begins with the name's first letter, minus the letters that stay unused). `above` are the names of its
    province and city, which its own may repeat (芜湖经济技术开发区).
    """
    cores = [core for core in _forms(short, name, above) if _letters_of(short, core)]
    scores = [(core[0] == short[0], -_unused(short, core)) for core in cores]
    return max(scores, default=None) if len(short) > 1 else None


def _forms(short: str, name: str, above: tuple[str, ...]) -> tuple[str, str]:
    """The name with and without its city; for 南阳新区 a 示范区 is a 新区, and the 新 of 高新区 is none."""
    if short.endswith("新区") and "高" not in short:
        name = name.replace("城乡一体化示范区", "新区").replace("高新", "高")
    return _without(name, above), name


def _unused(short: str, core: str) -> int:
    """How many telling letters of the name the short form leaves out: 经开区 of 长春汽车经济技术开发区 leaves 4."""
    return sum(letter not in short for letter in _COMMON.sub("", core))


def _without(name: str, above: tuple[str, ...]) -> str:
    """新乡市平原示范区, (河南, 新乡) -> 平原示范区; a name is never emptied."""
    for prefix in (form for word in above for form in (word, usual(word)) if form):
        name = name.removeprefix(prefix) if len(name) > len(prefix) + 1 else name
    return name


def _letters_of(short: str, name: str) -> bool:
    """Whether the letters of `short` stand in `name` in their order: 达茂旗 in 达尔罕茂明安联合旗."""
    left = iter(name)
    return all(letter in left for letter in short)


def _plain(name: str) -> str:
    """A name without its suffix, if two letters stay: 神农架林区 -> 神农架, 浦东新区 -> 浦东, 沙县 as it is."""
    if name.endswith(_LONG_SUFFIXES):
        suffix = next(suffix for suffix in _LONG_SUFFIXES if name.endswith(suffix))
        if len(name) > len(suffix) + 1:
            return name.removesuffix(suffix)
    return name[:-1] if len(name) > 2 and name[-1] in "省市县区旗盟" else name
