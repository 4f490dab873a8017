"""The directory of places: official and short names, and short names inside one city."""

from pathlib import Path

import pytest

from data.places import Places

PLACES = Places.load()


@pytest.mark.parametrize(
    ("name", "official"),
    [
        ("诸暨", "诸暨市"),
        ("诸暨市", "诸暨市"),
        ("万州", "万州区"),
        ("察右中旗", "察哈尔右翼中旗"),
        ("新疆", "新疆维吾尔自治区"),
        ("内蒙古", "内蒙古自治区"),
        ("澳门", "澳门特别行政区"),
        ("延边", "延边朝鲜族自治州"),
        ("延边州", "延边朝鲜族自治州"),
        ("景宁县", "景宁畲族自治县"),
        ("东乡", "东乡族自治县"),
        ("积石山", "积石山保安族东乡族撒拉族自治县"),
        ("龙胜", "龙胜各族自治县"),
        ("塔什库尔干", "塔什库尔干塔吉克自治县"),
        ("神农架", "神农架林区"),
        ("六枝", "六枝特区"),
        ("浦东", "浦东新区"),
        ("泗县", "泗县"),
        ("襄樊", "襄阳市"),
        ("石家庄高新区", "石家庄高新技术产业开发区"),
    ],
)
def test_named(name: str, official: str) -> None:
    assert official in {place.name for place in PLACES.named(name)}


def test_a_one_letter_short_name_is_none() -> None:
    assert not [name for name in PLACES.by_name if len(name) < 2]


def test_higher_places_and_todays_come_first() -> None:
    assert [place.name for place in PLACES.named("长沙")] == ["长沙市", "长沙县"]
    assert [(place.name, place.former) for place in PLACES.named("上虞")] == [("上虞区", False), ("上虞市", True)]


def test_what_lies_under_a_municipality_or_a_province() -> None:
    assert [(place.province, place.city) for place in PLACES.named("万州区")] == [("重庆市", "重庆市")]
    assert [(place.province, place.city) for place in PLACES.named("仙桃市")] == [("湖北省", "")]


@pytest.mark.parametrize("text", ["诸暨", "诸暨市", "新建区", "合作市", "上虞", "绍兴县", "柯桥区", "万州", "沙县"])
def test_is_name(text: str) -> None:
    assert PLACES.is_name(text)


@pytest.mark.parametrize("text", ["新建", "合作", "资源", "平安", "朱暨", "诸暨外资", "暨", "", "城中"])
def test_is_no_name(text: str) -> None:
    assert not PLACES.is_name(text)


PLAIN = """
绍兴市 诸暨 诸暨市, 绍兴市 嵊州 嵊州市, 绍兴市 新昌 新昌县, 绍兴市 柯桥 柯桥区, 绍兴市 越城 越城区,
绍兴市 上虞 上虞区, 杭州市 建德 建德市, 杭州市 上城 上城区, 宁波市 慈溪 慈溪市, 金华市 东阳 东阳市,
金华市 金东 金东区, 丽水市 遂昌 遂昌县, 温州市 文成 文成县, 舟山市 嵊泗 嵊泗县, 台州市 三门 三门县,
苏州市 昆山 昆山市, 重庆市 涪陵 涪陵区, 重庆市 忠县 忠县, 上海市 青浦 青浦区, 伊犁哈萨克自治州 伊宁 伊宁市,
石家庄市 井陉 井陉县, 省直辖县级行政区划 天门 天门市, 自治区直辖县级行政区划 石河子 石河子市,
合肥市 肥西 肥西县, 三明市 沙县 沙县
"""
IRREGULAR = """
丽水市 景宁 景宁畲族自治县, 乌兰察布市 察右前旗 察哈尔右翼前旗, 通辽市 科左后旗 科尔沁左翼后旗,
呼和浩特市 土左旗 土默特左旗, 鄂尔多斯市 杭锦旗 杭锦旗, 鄂尔多斯市 鄂旗 鄂托克旗, 鄂尔多斯市 乌旗 乌审旗,
巴彦淖尔市 乌前旗 乌拉特前旗, 呼伦贝尔市 陈旗 陈巴尔虎旗, 呼伦贝尔市 新右旗 新巴尔虎右旗,
锡林郭勒盟 西乌旗 西乌珠穆沁旗, 阿拉善盟 阿左旗 阿拉善左旗, 赤峰市 克旗 克什克腾旗, 上海市 浦东 浦东新区,
省直辖县级行政区划 神农架 神农架林区, 六盘水市 六枝 六枝特区, 合肥市 经开区 合肥经济技术开发区,
合肥市 高新区 合肥高新技术产业开发区, 威海市 火炬高新区 威海火炬高技术产业开发区,
济南市 高新区 济南高新技术产业开发区, 苏州市 工业园区 苏州工业园区, 邯郸市 邱县 邱县,
郑州市 航空港区 郑州航空港经济综合实验区, 唐山市 汉沽 唐山市汉沽管理区, 湘潭市 九华 湘潭九华示范区,
周口市 临港区 周口临港开发区, 临夏回族自治州 积石山 积石山保安族东乡族撒拉族自治县,
喀什地区 塔县 塔什库尔干塔吉克自治县, 大庆市 杜尔伯特 杜尔伯特蒙古族自治县, 重庆市 石柱 石柱土家族自治县,
恩施土家族苗族自治州 恩施 恩施市, 岳阳市 屈原 岳阳市屈原管理区
"""


def _right(cases: str) -> float:
    rows = [case.split() for case in cases.split(",")]
    found = [(PLACES.within(short, city), name) for city, short, name in rows]
    return sum(place is not None and place.name == name for place, name in found) / len(rows)


def test_short_names_inside_one_city() -> None:
    assert _right(PLAIN) == 1
    assert _right(IRREGULAR) >= 0.95


@pytest.mark.parametrize(
    ("short", "city"), [("诸暨", "杭州市"), ("旗", "鄂尔多斯市"), ("某某", "绍兴市"), ("诸暨", "无此市")]
)
def test_no_county_is_invented(short: str, city: str) -> None:
    assert PLACES.within(short, city) is None


def test_a_province_tells_cities_of_one_name_apart() -> None:
    assert PLACES.within("天门", "省直辖县级行政区划", "海南省") is None


def test_read_takes_a_county_list(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    lines = [
        "code,name,level,province,city",
        "1,甲市,province,甲市,",
        "2,市辖区,city,甲市,市辖区",
        "3,乙区,county,甲市,市辖区",
    ]
    path.write_text("\n".join([*lines, "4,丙丙县,county,丁省,省直辖县级行政区划"]), encoding="utf-8")
    places = Places.read(path)
    assert [(place.level, place.city) for place in places.named("甲市")] == [("province", "甲市")]
    assert [place.city for place in (*places.named("乙区"), *places.named("丙丙"))] == ["甲市", ""]
    assert not places.named("市辖区") and not places.named("诸暨市")
