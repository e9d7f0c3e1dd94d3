"""Run by the interpreter that has Splink (benchmarks/splink_peer.py): records in, weighed pairs out, CPU told."""

import json
import resource
import sys
from typing import Any

import duckdb
import splink.comparison_level_library as level
import splink.comparison_library as comparison
from splink import DuckDBAPI, Linker, SettingsCreator, block_on


def settings() -> SettingsCreator:
    """Its own comparisons, with term frequencies where values repeat, and blocking rules whose misses differ."""
    return SettingsCreator(
        link_type="dedupe_only",
        comparisons=[
            comparison.CustomComparison(
                output_column_name="title",
                comparison_levels=[
                    level.NullLevel("title"),
                    level.ExactMatchLevel("title", term_frequency_adjustments=True),
                    level.JaroWinklerLevel("title", 0.95),
                    _share("words", 0.85),
                    _share("words", 0.6),
                    level.ElseLevel(),
                ],
            ),
            comparison.ExactMatch("numbers").configure(term_frequency_adjustments=True),
            comparison.CustomComparison(
                output_column_name="authors",
                comparison_levels=[
                    _empty("authors"),
                    level.ExactMatchLevel("author", term_frequency_adjustments=True),
                    level.ArrayIntersectLevel("authors", 1),
                    level.ArrayIntersectLevel("initials", 1),
                    level.ElseLevel(),
                ],
            ),
            comparison.CustomComparison(
                output_column_name="workplace",
                comparison_levels=[
                    level.NullLevel("workplace"),
                    level.ExactMatchLevel("workplace", term_frequency_adjustments=True),
                    _share("place_words", 0.5),
                    level.ArrayIntersectLevel("place_words", 1),
                    level.ElseLevel(),
                ],
            ),
            comparison.CustomComparison(
                output_column_name="content",
                comparison_levels=[
                    _empty("content"),
                    level.ArrayIntersectLevel("content", 8),
                    level.ArrayIntersectLevel("content", 2),
                    level.ElseLevel(),
                ],
            ),
            comparison.ExactMatch("effect").configure(term_frequency_adjustments=True),
            comparison.ExactMatch("benefit"),
            comparison.ExactMatch("first_day"),
        ],
        blocking_rules_to_generate_predictions=[
            block_on("title", "workplace"),
            block_on("author", "workplace"),
            block_on("author", "rare_1"),
            block_on("workplace", "rare_1"),
            block_on("rare_1", "rare_2", "rare_3"),
            block_on("title", "author"),
            block_on("effect", "rare_1"),
        ],
        retain_matching_columns=False,
    )


def _share(column: str, share: float) -> level.CustomLevel:
    both = f"len(list_intersect({column}_l, {column}_r))"
    most = f"greatest(len({column}_l), len({column}_r), 1)"
    return level.CustomLevel(f"{both} >= {share} * {most} and {both} > 0", f"share {share} of {column}")


def _empty(column: str) -> dict[str, Any]:
    return {
        "sql_condition": f"len({column}_l) = 0 or len({column}_r) = 0",
        "label_for_charts": f"no {column}",
        "is_null_level": True,
    }


def main() -> None:
    """Train, predict, cluster once at its own threshold; the pairs above -10 are handed back."""
    sent, back = sys.argv[1:3]
    connection = duckdb.connect()
    connection.execute("SET threads = 2")
    backend = DuckDBAPI(connection)
    records = backend.register(connection.execute("SELECT * FROM read_parquet(?)", [sent]).df())
    started = _spent()
    linker = Linker(records, settings())
    linker.training.estimate_probability_two_random_records_match(
        [block_on("title", "author", "workplace")], recall=0.4
    )
    linker.training.estimate_u_using_random_sampling(max_pairs=2_000_000, seed=1)
    for rule in (block_on("author", "workplace"), block_on("title", "workplace"), block_on("rare_1", "rare_2")):
        linker.training.estimate_parameters_using_expectation_maximisation(rule, max_pairs=1_000_000)
    found = linker.inference.predict(threshold_match_weight=-10)
    linker.clustering.cluster_pairwise_predictions_at_threshold(found, threshold_match_probability=0.5)
    spent = _spent() - started
    pairs = found.as_pandas_dataframe()
    pairs[["unique_id_l", "unique_id_r", "match_weight"]].to_parquet(back)
    print(json.dumps({"cpu": spent, "pairs": len(pairs)}))


def _spent() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


if __name__ == "__main__":
    main()
