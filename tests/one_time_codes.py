"""Codes of two-step sign-in as a phone shows them."""

import time

from allauth.mfa import app_settings
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time

SECRET = "JBSWY3DPEHPK3PXP"
# Seconds that a code must still hold, so that it is not refused because it was sent at the turn of its period.
LEFT = 8


def one_time_code(secret: str = SECRET) -> str:
    """The code of now; near the end of its period the next one is waited for."""
    left = app_settings.TOTP_PERIOD - time.time() % app_settings.TOTP_PERIOD
    if left < LEFT:
        time.sleep(left)
    return format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time()))))
