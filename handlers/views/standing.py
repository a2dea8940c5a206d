"""Whom to call outside the team and which plan to work by, where an incident needs them (policy 8.B, 10, 11)."""

from collections.abc import Collection

from bot.department import Department
from bot.policy.schema import Policy
from handlers.render import Mrkdwn, Words, escape, phone_link


def standing_lines(
    words: Words, department: Department, provision: str, named: Collection[str] = ()
) -> tuple[Mrkdwn, ...]:
    """A line for each partner and plan of a provision; `named`: the roles that the policy names there."""
    partners = (
        words.say(
            "standing",
            "partner",
            name=one.name,
            phone=phone_link(one.phone) if one.phone else None,
            email=Mrkdwn(f"<mailto:{escape(one.email)}|{escape(one.email)}>") if one.email else None,
        )
        for one in department.partners_at(provision, named)
    )
    plans = (
        words.say(
            "standing",
            "plan",
            link=Mrkdwn(f"<{escape(one.link)}|{escape(one.title)}>"),
            version=one.version,
            owner=one.owner,
            reviewed_on=f"{one.reviewed_on:%B} {one.reviewed_on.day}, {one.reviewed_on.year}",
        )
        for one in department.plans_at(provision)
    )
    return (*partners, *plans)


def named_at(policy: Policy, provision: str) -> tuple[str, ...]:
    """The roles that a row of the policy names: those who bear it and those who help."""
    return next(((*row.roles, *row.helps) for row in policy.rows if row.id == provision), ())
