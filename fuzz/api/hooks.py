"""What Schemathesis cannot know of the interface from openapi.json.

A request that fits the description may be refused because of the stored data or the time: a name
is taken, a time has passed. Such refusals are listed here. Any other refusal of a fitting request
is a finding, and so is every accepted request that does not fit.
"""

import json

import schemathesis
from schemathesis.specs.openapi.checks import positive_data_acceptance

# Refusals that depend on time or on stored data.
DEPENDS_ON_STATE = {
    "userId value is invalid",
    "rating value is invalid",
    "snoozedUntil value is invalid",
    "tags value is invalid",
    "Idempotency-Key was used with another request",
    # A cursor comes from an earlier answer.
    "cursor value is invalid",
    # The operator decides which addresses a webhook may reach, and the description's pattern does
    # not cover every rule of hosts, labels and ports.
    "url value is invalid",
    "url value is invalid: it is no URL that all read in the same way",
    # The description cannot say that names of headers are the same in any case.
    "headers value is invalid: this header is there twice",
    "An organization may have 50 webhooks",
    "Too many deliveries to this webhook wait",
    "It was changed meanwhile",
    # A history and a number in it come from earlier answers.
    "This history is not the one you followed",
}


@schemathesis.hook
def before_call(context, case, kwargs):
    """Removes `wait`, and most `If-Match` headers, whose tags match no object."""
    tag = case.headers.get("If-Match") if case.headers else None
    if tag is not None and len(str(tag)) % 4:
        del case.headers["If-Match"]
    if case.query and "wait" in case.query:
        case.query = {name: value for name, value in case.query.items() if name != "wait"}


@schemathesis.check
def accepts_what_is_described(ctx, response, case):
    """As positive_data_acceptance, without the refusals that depend on more than the request."""
    if response.status_code in (400, 410, 412, 422):
        messages = {item["message"] for item in response.json()["errors"]}
        if messages <= DEPENDS_ON_STATE:
            return None
        # The description does not say how much is stored already.
        if messages == {"customData value is invalid"} and case.path.endswith("/customData"):
            return None
        # The description cannot say that U+0000 is forbidden at any depth of an event's data.
        if messages == {"data value is invalid"} and "\\u0000" in json.dumps(case.body):
            return None
    return positive_data_acceptance(ctx, response, case)
