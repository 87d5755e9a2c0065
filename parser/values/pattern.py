"""Pattern strings that values share: numbers and the slots that stand empty for them."""

from __future__ import annotations

from parser.values.numerals import HAN_NUMBER

NUMBER = rf"(?:[0-9]{{1,12}}(?:,[0-9]{{3}}){{0,5}}(?:\.[0-9]{{1,8}})?|{HAN_NUMBER}{{1,16}})"
SLOT = r"(?:(?<!_)_[_ ]{0,80}|\[ ?填[^\]\n]{0,20}\]|【[^】\n]{0,16}】|\[[ _]{0,20}\]|\([ _]{1,20}\)|(?<![A-Za-z0-9])X{1,6}(?![A-Za-z0-9])|×{1,6}|\*{2,6})"
GAP = rf"(?:{SLOT}|(?<! ) {{2,80}})"
