"""The commands of `tonghop`, one module each: `add(commands)` declares it, `run` does it and gives the exit code."""
