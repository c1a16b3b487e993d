"""What pickles name: functions that make values again."""

from longseal._longseal import Evidence


def evidence(data: bytes, name: str | None) -> Evidence:
    """Evidence from its bytes."""
    return Evidence.from_cbor(data, name=name)
