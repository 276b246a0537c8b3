"""Send SMS through Amazon SNS."""

from vault.adapters.aws import client, translate_errors


def send(number: str, text: str) -> None:
    """`number` is in E.164; the message is transactional, not promotional. Raises Unavailable."""
    kind = {"AWS.SNS.SMS.SMSType": {"DataType": "String", "StringValue": "Transactional"}}
    with translate_errors("sns"):
        client("sns").publish(PhoneNumber=number, Message=text, MessageAttributes=kind)
