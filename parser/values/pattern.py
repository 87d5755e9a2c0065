"""Pattern strings that values share: numbers and the slots that stand empty for them.

The scanners compile them with `re`: over alternatives tried at every numeral it takes half the time that `regex` does.
"""

from __future__ import annotations

from parser.values.numerals import FACTOR, HAN_NUMBER

# What a shorter number could be followed by is never a digit or numeral: giving characters back would only cost time.
NUMBER = (
    r"(?>[0-9]{1,15}(?:(?<![0-9]{4})(?:,[0-9]{3}){1,5}(?![0-9]))?(?:\.[0-9]{1,8})?"
    rf"(?:(?=[百千佰仟万亿OolI])(?:{FACTOR}[零〇]?(?:[0-9]{{1,8}}(?:\.[0-9]{{1,8}})?)?){{0,4}}(?:[OolI][0-9OolI]*(?![A-Za-z]))?)?"
    rf"|{HAN_NUMBER}{{1,32}})"
)
"""All that a number may be written with before its unit; letters that look like digits make it one that is not given."""
UNTRIED = r"(?![0-9](?<=[0-9]{2})(?<![0-9]{15}))"
"""Not within digits of which the first was tried: what is behind them is the same, and of more than 15 no number is made."""
SLOT = (
    r"(?:(?=[_\[【〔({$Xx×*])(?:(?<!_)_[_ ]{0,80}|\[ ?填[^\]\n]{0,20}\]|【(?:[^】\n]{0,16}|\{\{[^{}\n]{1,40}\}\})】|〔 {0,9}〕|\[[ _]{0,20}\]|\([ _]{1,20}\)"
    r"|\{\{[^{}\n]{1,40}\}\}|\$\{[^{}\n]{1,40}\}|(?<![A-Za-z0-9])[Xx]{1,6}(?![A-Za-z0-9])|(?<![0-9])×{1,6}(?![0-9])|\*{2,6}|(?<![*0-9A-Za-z)])\*(?=[元万年月日个天%])))"
)
"""A slot that is printed and empty, or holds a filler: ____, 【 】, [填写总价], {{amount}}, XX, ××."""
GAP = rf"(?:{SLOT}|(?<! ) {{2,80}})"
"""A slot, or the blanks that stand for one before a unit."""
