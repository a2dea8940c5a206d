"""How many assessments one core makes in a second, on counsel's own cases."""

from tests.bench.processes import Place
from tests.bench.row import Row, row
from tests.policy.bench_assess import speeds


def measure(place: Place) -> list[Row]:
    """Assess all cases over and over; the database and Slack have no part in it."""
    return [row("assessments on one core", speeds(), "1/s", "processor time; the aim is 10,000 a second")]
