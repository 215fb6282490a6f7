"""What of reports moves with a customer that is merged into another (row Ni7)."""

from reports.models import Contradiction, OutingVisit, TripStop

MOVED = {"trip_stops": TripStop, "outing_visits": OutingVisit, "contradictions": Contradiction}
