"""The colours of states and priorities."""

from service.models.choices import Priority, State

STATES = {
    State.RECORDED: "warn",
    State.ACCEPTED: "info",
    State.UNDER_WAY: "info",
    State.WAITING: "",
    State.DONE: "ok",
    State.CONFIRMED: "ok",
    State.CLOSED: "",
    State.CANCELLED: "",
}
PRIORITIES = {Priority.URGENT: "bad", Priority.HIGH: "warn", Priority.NORMAL: "", Priority.LOW: ""}
