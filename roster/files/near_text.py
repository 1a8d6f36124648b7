"""Texts that are nearly alike."""


def one_sign_apart(one: str, other: str) -> bool:
    """Whether two texts of two signs or more differ in one that is no letter, digit or numeral (一斑, 一班)."""
    if len(one) != len(other) or len(one) < 2:
        return False
    apart = [pair for pair in zip(one, other, strict=True) if pair[0] != pair[1]]
    return len(apart) == 1 and not all(char.isascii() or char in _ORDER for char in apart[0])


_ORDER = frozenset("零〇一二三四五六七八九十两百千甲乙丙丁戊己庚辛壬癸东南西北早中晚夜上下左右前后新老大小白黑日AB")
"""Signs by which things are told apart on purpose (一班, 二班)."""
