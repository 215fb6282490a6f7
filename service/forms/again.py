"""What was typed into a form of a step stands in it again when the step was undone: nobody types it twice (rows Ni21, Na8)."""


def typed_in(form):
    """{field: text} of a form that was posted, to be kept with its step."""
    return {name: form.data[name] for name in form.fields if form.data.get(name)}


def filled_again(form_class, typed, **initial):
    """The form as it was filled; what can't be read any more, such as a cause that is no longer used, is left out."""
    if not typed:
        return form_class(initial=initial)
    before = form_class(typed)
    before.is_valid()
    return form_class(initial=initial | {name: value for name, value in before.cleaned_data.items() if value})
