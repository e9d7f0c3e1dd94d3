"""`tonghop template`: a workbook that a federation can adopt."""

import argparse
from pathlib import Path
from typing import Any

from flows.commands.shared import EXIT_MADE, config_of, fail, known_federations, new_command
from flows.faults import Misuse

# The highest award of each level as federations write it; rules/awards.py knows them all.
_AWARDS = (
    "Giấy khen CĐCS",
    "Giấy khen công đoàn cấp trên trực tiếp cơ sở",
    "Bằng khen LĐLĐ tỉnh/thành phố",
    "Bằng khen công đoàn ngành Trung ương",
    "Bằng khen công đoàn tổng công ty",
    "Bằng khen Tổng Liên đoàn",
    "Bằng Lao động sáng tạo",
    "Cờ thi đua Tổng Liên đoàn",
)


def add(commands: Any) -> None:
    """Declare the command."""
    parser = new_command(commands, "template", "write a workbook that a federation can fill in")
    parser.add_argument("--federation", metavar="CODE", help="put the name of this federation at its head")
    parser.add_argument("--out", type=Path, required=True, metavar="FILE.xlsx", help="a file that is not there yet")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Write the workbook and tell where it is."""
    config, campaign_id = config_of(arguments)
    if arguments.federation:
        known_federations(config, [arguments.federation], "--federation")
    if arguments.out.suffix.lower() != ".xlsx":
        raise Misuse(f"--out {arguments.out}: expected a name that ends in .xlsx")

    from reports.template_workbook import TemplateFacts, template_workbook
    from reports.wording_template import NOMINATIONS, RECOGNITIONS, YES_NO
    from rules.vocabulary import FIELDS, SECTORS

    campaign = config.campaign(campaign_id)
    made = template_workbook(
        TemplateFacts(
            campaign_name=campaign.name,
            federation_name=config.federation(arguments.federation).name if arguments.federation else "",
            deadline=campaign.deadline,
            applied=(campaign.application.first, campaign.application.last),
            registered=(campaign.registration.first, campaign.registration.last),
            choices={
                "sectors": [_capital(words) for words in SECTORS.values()],
                "fields": [_capital(words) for words in FIELDS.values()],
                "recognitions": RECOGNITIONS,
                "awards": _AWARDS,
                "nominations": NOMINATIONS,
                "yes_no": YES_NO,
            },
        )
    )
    try:
        with arguments.out.open("xb") as file:
            file.write(made)
    except FileExistsError:
        raise Misuse(f"--out {arguments.out}: is there already; name a new file or remove it") from None
    except OSError as error:
        return fail(f"--out {arguments.out}: {error.strerror}")
    print(arguments.out)
    return EXIT_MADE


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
