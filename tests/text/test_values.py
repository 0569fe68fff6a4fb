import pytest

from myotome.text.values import number


@pytest.mark.parametrize(("raw", "value"), [("5,7", 5.7), ("22,297", 22297), ("12.5", 12.5), ("0,345", 0.345), ("12000", 12000)])
def test_numbers(raw, value):
    assert number(raw) == value
