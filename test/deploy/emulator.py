"""Starts ministack, an emulator of AWS, with what it lacks for this project. Usage: emulator.py <port> <file that Node workers import> <directory for its files>

AUTH=true makes it check signatures, roles, the key policy and conditions, so that a missing or a forbidden right shows in the test.
"""

import json
import os
import secrets
import string
import sys

_, port, node_import, home = sys.argv
sys.argv[1:] = []
os.environ.update(
    AUTH="true",
    BIND_HOST="127.0.0.1",
    GATEWAY_PORT=port,
    IOT_MTLS_ENABLED="0",
    NODE_OPTIONS=f"--import={node_import}",
    SFTP_ENABLED="0",
    TMPDIR=home,
)
# The real ones belong to whoever runs the test.
for name in ("AWS_PROFILE", "AWS_SESSION_TOKEN", "AWS_ENDPOINT_URL"):
    os.environ.pop(name, None)

from ministack.app import main  # noqa: E402
from ministack.core import iam_actions  # noqa: E402
from ministack.services import apigateway_v1  # noqa: E402
from ministack.services.cloudformation import provisioners  # noqa: E402


def replace(module, name, make):
    setattr(module, name, make(getattr(module, name)))


def streamed_uri(original):
    """It knows the URI of buffered integrations only."""
    return lambda uri: original((uri or "").replace("/response-streaming-invocations", "/invocations"))


def encryption_context(original):
    """Conditions on kms:EncryptionContext:<key>."""

    def context(service, action, body, params):
        keys = json.loads(body or b"{}").get("EncryptionContext") or {} if service == "kms" else {}
        return {**original(service, action, body, params), **{f"kms:EncryptionContext:{key}": value for key, value in keys.items()}}

    return context


def leading_keys(original):
    """Conditions on dynamodb:LeadingKeys, for operations on one item."""

    def context(body):
        request = json.loads(body or b"{}")
        key = request.get("Key") or request.get("Item") or {}
        leading = [key["pk"]["S"]] if "pk" in key else []
        return {**original(body), **({"dynamodb:LeadingKeys": leading} if leading else {})}

    return context


def without_punctuation(original):
    """GenerateSecretString.ExcludePunctuation."""

    def value(properties):
        generate = properties.get("GenerateSecretString") or {}
        if str(generate.get("ExcludePunctuation")).lower() != "true":
            return original(properties)
        return "".join(secrets.choice(string.ascii_letters + string.digits) for _ in range(int(generate["PasswordLength"])))

    return value


def alarm_on_math(original):
    """Alarms on a mathematical expression: the first metric of it stands for all."""

    def record(name, properties):
        metrics = [one["MetricStat"]["Metric"] for one in properties.get("Metrics") or [] if "MetricStat" in one]
        return original(name, {**properties, **metrics[0], "Metrics": None} if metrics else properties)

    return record


replace(apigateway_v1, "_extract_lambda_ref_from_integration_uri", streamed_uri)
replace(iam_actions, "request_tag_context", encryption_context)
replace(iam_actions, "dynamodb_service_context", leading_keys)
replace(provisioners, "_sm_secret_string", without_punctuation)
replace(provisioners, "_cw_metric_alarm_record", alarm_on_math)
main()
