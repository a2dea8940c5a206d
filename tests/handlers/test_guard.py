"""The guard in front of Bolt lets only signed, fresh, new deliveries through, and looks at nothing else."""

from dataclasses import dataclass, field

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.types import Receive, Scope, Send

from handlers.guard import LARGEST_BODY, OLDEST, Guard
from tests.handlers.web import PATH, SECRET, send, sign

NOW = 1_795_204_800
BODY = b"command=%2Fbreach&text=help"


@dataclass
class Behind:
    """The application behind the guard: keeps what reached it, answers with a status."""

    status: int = 200
    bodies: list[bytes] = field(default_factory=list)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        message = await receive()
        self.bodies.append(message.get("body", b""))
        await send({"type": "http.response.start", "status": self.status, "headers": []})
        await send({"type": "http.response.body", "body": b""})


@dataclass
class Time:
    """A clock that stands still until it is set."""

    seconds: float = NOW

    def __call__(self) -> float:
        return self.seconds


@pytest.fixture
def behind() -> Behind:
    return Behind()


@pytest.fixture
def time() -> Time:
    return Time()


@pytest.fixture
def guard(behind: Behind, time: Time) -> Guard:
    return Guard(behind, path=PATH, secrets=[SECRET, "the secret before"], now=time)


def signed(body: bytes = BODY, timestamp: str = str(NOW), secret: str = SECRET) -> dict[str, str]:
    return {"X-Slack-Request-Timestamp": timestamp, "X-Slack-Signature": sign(body, timestamp, secret)}


async def test_a_signed_delivery_goes_through_with_its_body(guard: Guard, behind: Behind) -> None:
    assert (await send(guard, BODY, signed())).status == 200
    assert behind.bodies == [BODY]


async def test_a_body_in_many_parts_goes_through_whole(guard: Guard, behind: Behind) -> None:
    await send(guard, BODY, signed(), parts=7)
    assert behind.bodies == [BODY]


REFUSED: dict[str, dict[str, str]] = {
    "nothing": {},
    "no signature": {"X-Slack-Request-Timestamp": str(NOW)},
    "no timestamp": {"X-Slack-Signature": sign(BODY, str(NOW))},
    "another secret": signed(secret="another"),
    "an empty secret": signed(secret=""),
    "another body": signed(b"something else"),
    "an old timestamp": signed(timestamp=str(NOW - OLDEST - 1)),
    "a future timestamp": signed(timestamp=str(NOW + OLDEST + 1)),
    "a timestamp that is no number": signed(timestamp="yesterday"),
    "a timestamp with a fraction": signed(timestamp=f"{NOW}.5"),
    "a negative timestamp": signed(timestamp=f"-{NOW}"),
    "a timestamp in other digits": signed(timestamp="\u00b2" * 10),
    "an endless timestamp": signed(timestamp="1" * 5_000),
    "an empty timestamp": signed(timestamp=""),
    "another version": {**signed(), "X-Slack-Signature": sign(BODY, str(NOW)).replace("v0", "v1")},
    "a signature that is not ASCII": {**signed(), "X-Slack-Signature": "v0=\u00e9\u00e9"},
    "an empty signature": {**signed(), "X-Slack-Signature": ""},
    "a signature in capitals": {**signed(), "X-Slack-Signature": sign(BODY, str(NOW)).upper()},
}


@pytest.mark.parametrize("what", REFUSED)
async def test_what_is_not_signed_and_fresh_is_refused(guard: Guard, behind: Behind, what: str) -> None:
    assert (await send(guard, BODY, REFUSED[what])).status == 401
    assert behind.bodies == []


@pytest.mark.parametrize("age", [-OLDEST, 0, OLDEST])
async def test_five_minutes_either_way_are_fresh(guard: Guard, age: int) -> None:
    assert (await send(guard, BODY, signed(timestamp=str(NOW - age)))).status == 200


async def test_the_secret_before_is_accepted_during_a_rotation(guard: Guard) -> None:
    assert (await send(guard, BODY, signed(secret="the secret before"))).status == 200


async def test_without_any_secret_nothing_goes_through(behind: Behind, time: Time) -> None:
    guard = Guard(behind, path=PATH, secrets=["", ""], now=time)
    assert (await send(guard, BODY, signed(secret=""))).status == 401


async def test_a_replay_is_refused(guard: Guard, behind: Behind) -> None:
    await send(guard, BODY, signed())
    assert (await send(guard, BODY, signed())).status == 401
    assert behind.bodies == [BODY]


async def test_the_same_body_signed_anew_is_not_a_replay(guard: Guard, behind: Behind) -> None:
    await send(guard, BODY, signed())
    assert (await send(guard, BODY, signed(timestamp=str(NOW + 1)))).status == 200
    assert len(behind.bodies) == 2


async def test_a_replay_is_refused_for_as_long_as_its_timestamp_is_fresh(guard: Guard, time: Time) -> None:
    await send(guard, BODY, signed(timestamp=str(NOW + OLDEST)))
    time.seconds = NOW + 2 * OLDEST
    await send(guard, b"other", signed(b"other", timestamp=str(NOW + 2 * OLDEST)))
    assert (await send(guard, BODY, signed(timestamp=str(NOW + OLDEST)))).status == 401


async def test_what_failed_inside_may_be_delivered_again(guard: Guard, behind: Behind) -> None:
    behind.status = 503
    await send(guard, BODY, signed())
    behind.status = 200
    assert (await send(guard, BODY, signed())).status == 200


async def test_old_signatures_are_forgotten(guard: Guard, time: Time) -> None:
    for _ in range(50):
        time.seconds += OLDEST
        await send(guard, BODY, signed(timestamp=str(int(time.seconds))))
    assert len(guard._seen) <= 3


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE", "HEAD", "OPTIONS"])
async def test_other_methods_are_refused(guard: Guard, behind: Behind, method: str) -> None:
    assert (await send(guard, BODY, signed(), method=method)).status == 405
    assert behind.bodies == []


@pytest.mark.parametrize("parts", [1, 9])
async def test_an_oversized_body_is_refused_before_it_is_signed_or_read(
    guard: Guard, behind: Behind, parts: int
) -> None:
    body = b"x" * (LARGEST_BODY + 1)
    assert (await send(guard, body, signed(body), parts=parts)).status == 413
    assert behind.bodies == []


async def test_the_largest_body_goes_through(guard: Guard) -> None:
    body = b"x" * LARGEST_BODY
    assert (await send(guard, body, signed(body))).status == 200


async def test_other_paths_are_not_its_business(guard: Guard, behind: Behind) -> None:
    assert (await send(guard, b"", path="/healthz", method="GET")).status == 200
    assert behind.bodies == [b""]


@given(
    body=st.binary(max_size=300),
    timestamp=st.one_of(st.just(str(NOW)), st.text(st.characters(max_codepoint=255), max_size=20)),
    signature=st.text(st.characters(max_codepoint=255), max_size=80),
)
async def test_no_made_up_signature_goes_through(body: bytes, timestamp: str, signature: str) -> None:
    behind = Behind()
    guard = Guard(behind, path=PATH, secrets=[SECRET], now=Time())
    headers = {"X-Slack-Request-Timestamp": timestamp, "X-Slack-Signature": signature}
    assert (await send(guard, body, headers)).status == 401
    assert behind.bodies == []
