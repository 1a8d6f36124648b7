"""Generic Chinese names for made-up people."""

from roster.cases.draw import Draw

# The fifty most frequent surnames and given-name characters in wide use: nobody in particular.
SURNAMES = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈"
GIVEN = "伟芳娜静敏丽强磊军洋勇艳杰娟涛明超霞平刚桂英华玉兰红梅建文辉宇佳欣怡晨悦宁琳雪倩颖浩博鑫睿"

DIGITS = "零一二三四五六七八九"


def people_names(count: int, draw: Draw) -> list[str]:
    """``count`` different names with two given characters each, so that hardly one is anybody well known."""
    names: dict[str, None] = {}
    while len(names) < count:
        first, second = draw.some(GIVEN, 2)
        names.setdefault(draw.one(SURNAMES) + first + second)
    return list(names)


def team_name(number: int) -> str:
    """``一班``, ``十二班``, …; from a hundred on in digits: ``103班``."""
    if number >= 100:
        return f"{number}班"
    tens, ones = divmod(number, 10)
    ten = ("" if tens == 1 else DIGITS[tens]) + "十" if tens else ""
    return f"{ten}{DIGITS[ones] if ones else ''}班"
