"""Verifies deliveries of webhooks with the Standard Webhooks' own library.

Reads an array of {"secret", "headers", "body"} from standard input; prints a line for each: verified
or refused.
"""

import json
import sys

from standardwebhooks.webhooks import Webhook, WebhookVerificationError

for delivery in json.load(sys.stdin):
    try:
        told = Webhook(delivery["secret"]).verify(delivery["body"], delivery["headers"])
        assert told == json.loads(delivery["body"])
        print("verified")
    except WebhookVerificationError:
        print("refused")
