"""What the matcher reads and what it says: features of a row, pairs with their evidence, clusters.

A feature of a withheld field is a keyed 64-bit code (HMAC-SHA256 cut to 8 bytes, read as unsigned big-endian), made in
the parsing child for every row, secret or not. The title is public for every row, so its text is here.
"""

from enum import StrEnum

MATCH_COLUMNS = (
    "row_id",  # int, position in the frame's order; the frame's only identity inside the matcher
    "federation_code",
    "federation_kind",  # str, schemas.config.FederationKind: the usual two roads are a province and a sector union
    "row_key",  # str, 16 hex digits: keyed, unique in the campaign; decides every tie
    "title",  # str, repaired, as published
    "author_codes",  # tuple[int, ...], one keyed code for each author's folded full name, sorted, () when not stated
    "author_initial_codes",  # tuple[int, ...], codes of initials + last word without diacritics; the code columns may
    #   hold rules.features.pack bytes instead of tuples (at 2.4 million rows they do)
    "workplace_code",  # int, keyed code of the folded, abbreviation-expanded workplace, 0 when not stated
    "workplace_token_codes",  # tuple[int, ...], keyed codes of its parts and of the union above it, sorted; the lowest
    #   bits tell the kind (rules.features.WORD, SHORT, DISTRICT, PROVINCE, SUPERIOR)
    "content_codes",  # tuple[int, ...], up to 16 minimum keyed shingle codes of the content, () when there is none
    "effect",  # str, public for every row
    "field",  # str, its code, "" when not stated
    "benefit_vnd",  # float, NaN when not stated
    "applied_from",
    "applied_to",
    "eligible",  # bool: may become canonical and be counted
)


class Decision(StrEnum):
    """What the machine says of one pair."""

    ACCEPT = "accept"
    REVIEW = "review"
    REJECT = "reject"


class JudgementValue(StrEnum):
    """What a person says of one pair."""

    SAME = "SAME"
    DIFFERENT = "DIFFERENT"
    UNSURE = "UNSURE"


PAIR_COLUMNS = (
    "row_id_l",  # row_id_l < row_id_r
    "row_id_r",
    "title_level",  # one column a comparison: the level reached, a key of the weight table
    "numbers_level",
    "authors_level",
    "workplace_level",
    "superior_level",
    "content_level",
    "effect_level",
    "benefit_level",
    "field_level",
    "period_level",
    "federation_level",
    "match_weight",  # float, log2 odds
    "contradicted",  # bool: never in one cluster
    "apart",  # bool: never in one cluster unless a person says so, or for the other end of the interval
    "decision",  # Decision value
)
