"""`make soak`: marks in everything withheld, in every way a row can be secret, over many nights of all kinds; then
every byte of all that was written is searched. Prints one line a round; ends with 1 where a mark was found.

    python -m benchmarks.secrecy_soak [ROUNDS] [TRUTH.parquet]

With the truth of a sample it tells how many secrets the naive way (drop the rows marked exactly "x") lets out there."""

import sys

if __name__ == "__main__":
    # Imported here: each parsing child imports this module anew, and the rounds are heavy.
    from benchmarks.secrecy_rounds import main

    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 20, sys.argv[2] if len(sys.argv) > 2 else ""))
