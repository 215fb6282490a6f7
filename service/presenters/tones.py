"""The colours of statuses and priorities."""

from service.models.choices import Priority, Status

STATUSES = {
    Status.RECORDED: "warn",
    Status.ACCEPTED: "info",
    Status.UNDER_WAY: "info",
    Status.WAITING: "",
    Status.DONE: "ok",
    Status.CONFIRMED: "ok",
    Status.CLOSED: "",
    Status.CANCELLED: "",
}
PRIORITIES = {Priority.URGENT: "bad", Priority.HIGH: "warn", Priority.NORMAL: "", Priority.LOW: ""}
