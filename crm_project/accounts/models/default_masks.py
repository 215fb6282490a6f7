"""What the roles that the product ships with read of masked fields (rows Nb4, Nf15)."""


def hidden_masks():
    """What a role reads of masked fields unless somebody says otherwise: nothing of what the shipped rules hide."""
    return {"phone.vip": {}, "phone.all": {}}


def default_masks(key):
    """The shipped rules: numbers are read by whoever talks to customers or keeps their files, those of a VIP by the owner and
    whoever heads them; whoever only sometimes needs one gives a reason (rows Nb4, Nf15)."""
    everybody = {"shown": "all"}
    asked = {"asked": "all"}
    rules = {
        "rep": ({"shown": "own"}, everybody),
        "manager": ({"shown": "below"}, everybody),
        "director": ({"shown": "below"}, everybody),
        "general_manager": (everybody, everybody),
        "service": ({}, everybody),
        "service_manager": (asked, everybody),
        "file_keeper": (asked, everybody),
        "clerk": ({}, asked),
        "finance": (asked, asked),
        "auditor": (asked, asked),
    }
    vip, others = rules.get(key, ({}, {}))
    return {"phone.vip": vip, "phone.all": others}
