"""How many assessments one core makes in a second, on counsel's own cases."""

from tests.bench.processes import Place
from tests.bench.row import Row, row
from tests.bench.wrong import WrongError
from tests.policy.bench_assess import of_sets, speeds, wrong_answers


def measure(place: Place) -> list[Row]:
    """Assess all cases over and over; database and Slack have no part in it. Raises WrongError for a wrong answer."""
    if wrong := wrong_answers():
        raise WrongError("; ".join(wrong[:3]))
    note = "processor time; own data and data kept for another agency"
    return [
        row("assessments on one core", speeds(), "1/s", "processor time; the aim is 10,000 a second"),
        row("assessments of one data set", speeds(of_sets(1) * 20), "1/s", note),
        row("assessments of twenty data sets", speeds(of_sets(20) * 2), "1/s", note),
    ]
