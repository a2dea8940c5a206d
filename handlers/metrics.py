"""What is counted for whoever runs the bot: numbers and durations, never a word or a number of an incident."""

from prometheus_client import Counter, Gauge, Histogram

COMMANDS = Counter("breach_commands_total", "Commands by kind and outcome", ["command", "outcome"])
SLACK_CALLS = Counter("breach_slack_calls_total", "Web API calls by method and outcome", ["method", "outcome"])
SLACK_SECONDS = Histogram("breach_slack_call_seconds", "Duration of Web API calls", ["method"])
REFUSED_REQUESTS = Counter("breach_refused_requests_total", "Requests refused before they were read", ["reason"])
OUTBOX_WAITING = Gauge("breach_outbox_waiting", "Messages that wait to be sent")
OUTBOX_AGE = Gauge("breach_outbox_oldest_seconds", "Age of the oldest message that waits")
OUTBOX_PARKED = Counter("breach_outbox_parked_total", "Messages that Slack refused for good", ["step"])
REPAIRED = Counter("breach_self_check_repaired_total", "Duties and messages that the self-check had to mend")
SURPRISES = Counter("breach_surprises_total", "Errors that nobody foresaw")
SOCKET_CONNECTED = Gauge("breach_socket_connected", "Whether the Socket Mode connection stands (1) or not (0)")
SOCKET_REFUSED = Counter("breach_socket_refused_total", "Attempts to connect that came to nothing", ["error"])
CLOCK_OFF = Gauge("breach_clock_off_seconds", "This machine's clock minus Slack's")
WORKING = Gauge("breach_working", "Whether a part of the bot works (1) or not (0)", ["part"])
LEFT_OUT = Counter("breach_log_lines_left_out_total", "Lines of libraries that may hold people's words", ["library"])
