"""What of a message may be kept beside a word that was not known: no person, no number."""

import re
from collections.abc import Iterable

LONGEST_WORD, LONGEST, MANY = 20, 80, 4
PERSON, NUMBER = "某人", "#"

_TITLE = (
    "(?:副?(?:市长|县长|区长|省长|镇长|乡长|局长|处长|科长|部长|院长|主席|主任|书记|秘书长|经理|校长|所长|队长|会长|调研员)"
    "|总裁|董事长|老总|总(?![和共额计量数投产产值是的])|先生|女士|小姐|同志|老师|师傅|秘书|大姐|大哥)"
)
_SURNAMES = (
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石"
    "姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文俞裘骆屠寿章竺楼毕娄茹"
)
_PLAIN = "王李张刘陈杨赵吴徐孙胡朱郭梁宋郑谢韩冯董萧曹袁邓沈彭吕蒋蔡贾薛阎潘姚谭廖邹郝崔邱邵龚俞裘骆屠竺"  # begin few other words
_TITLED = re.compile(f"[{_SURNAMES}][一-鿿]{{0,2}}?{_TITLE}|[小老][{_PLAIN}]")  # 王建国局长, 李总, 小张
_CALLED = re.compile(  # 我是张三, 联系人：李四
    f"(?<=我是|我叫|他叫|她叫)[{_SURNAMES}][一-鿿]{{1,2}}|(?<=联系人|负责人|经办人|填报人)[:：]?[{_SURNAMES}][一-鿿]{{1,2}}"
)
_ALONE = re.compile(f"[{_PLAIN}][一-鿿]{{1,2}}")  # 张三
_HANDLE = re.compile(r"[\w.+-]+@[\w.-]+|@\w+|https?://\S+|\b(?=\w*\d)(?=\w*[A-Za-z])[A-Za-z0-9_-]{6,}\b")
_NUMBER = re.compile(
    r"[0-9０-９]+(?:[.,:：．，-]?[0-9０-９]+)*|[零〇一二两三四五六七八九十百千万亿点]{3,}|[一二两三四五六七八九十][十百千万亿]"
    "|[壹贰叁肆伍陆柒捌玖拾佰仟]+"
)
_LETTER = re.compile("[一-鿿A-Za-z]")


def masked(text: str, names: Iterable[str]) -> str:
    """The text without persons (`names` are those known) and numbers, on one line, not too long."""
    for name in sorted((name for name in names if len(name) > 1), key=len, reverse=True):
        text = text.replace(name, PERSON)
    for pattern, instead in ((_HANDLE, PERSON), (_TITLED, PERSON), (_CALLED, PERSON), (_NUMBER, NUMBER)):
        text = pattern.sub(instead, text)
    text = " ".join(text.split())
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"


def kept(text: str, unknown: Iterable[str], names: Iterable[str]) -> tuple[tuple[str, ...], str]:
    """Those of the unknown words of a text that may be kept (neither persons nor numbers, and no longer than a name of
    something), and the text masked, the other unknown words too. `names` are persons known."""
    known = tuple(names)
    words = tuple(dict.fromkeys(word.strip() for word in unknown))
    sound = tuple(word for word in words if _is_sound(word) and masked(word, known) == word)
    return tuple(word.lower() for word in sound[:MANY]), masked(text, (*known, *(w for w in words if w not in sound)))


def _is_sound(word: str) -> bool:
    return len(word) <= LONGEST_WORD and bool(_LETTER.search(word)) and not _ALONE.fullmatch(word)
