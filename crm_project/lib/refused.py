"""The one family of refusals: a sentence that tells the user what to do."""


class Refused(Exception):
    """A verb said no and changed nothing. `code` names the reason for programs, `field` the form field it belongs to."""

    def __init__(self, sentence, *, code="refused", field=None, **details):
        super().__init__(sentence)
        self.code = code
        self.field = field
        self.details = details

    @property
    def sentence(self):
        return str(self.args[0])
