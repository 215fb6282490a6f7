"""What the installed apps declare, gathered as Django gathers `admin`: the platform names no business app."""

from functools import cache
from importlib import import_module

from django.apps import apps
from django.utils.module_loading import module_has_submodule

from .accounts.domain.company_preset import of_company
from .lib.menu_entry import GROUPS, NEW


def declared(module, name, *default):
    """[value of `name`] of each installed app that has a module of this name, in the order of the apps.

    A module without the name is an error, unless there is a `default`.
    """
    return [
        getattr(import_module(f"{config.name}.{module}"), name, *default)
        for config in apps.get_app_configs()
        if module_has_submodule(config.module, module)
    ]


@cache
def company_settings():
    """{key: setting} of everything that the page of company settings edits, in the order of the apps."""
    return {setting.key: setting for rows in declared("company_settings", "SETTINGS") for setting in rows}


@cache
def settings_by_key():
    """{key: setting} of everything that a rule book preset may set."""
    declared_rows = [*declared("preset_settings", "SETTINGS"), map(of_company, company_settings().values())]
    return {setting.key: setting for rows in declared_rows for setting in rows}


@cache
def open_work():
    """Everything that passes on when its person leaves or moves, in the order of the apps (`lib.open_work`)."""
    return [work for rows in declared("open_work", "WORK") for work in rows]


@cache
def owner_changes():
    """What follows a customer to its next owner."""
    return [change for rows in declared("open_work", "OWNER_CHANGES") for change in rows]


@cache
def menu():
    """{group: entries in their order} of the menu and of the New menu (`lib.menu_entry`)."""
    entries = sorted((entry for rows in declared("menu", "MENU") for entry in rows), key=lambda entry: entry.order)
    return {group: [entry for entry in entries if entry.group == group] for group in (*GROUPS, NEW)}


@cache
def page_frame():
    """What the apps show around every page (`lib.page_frame`)."""
    return declared("frame", "FRAME")


@cache
def help_topics():
    """The sections of the help in their order (`lib.help_topic`)."""
    return sorted((topic for rows in declared("help", "TOPICS") for topic in rows), key=lambda topic: topic.order)


@cache
def agenda():
    """What apps show in the calendar beside tasks and deadlines (`lib.agenda_entry`)."""
    return [entries for rows in declared("agenda", "AGENDA") for entries in rows]


@cache
def search_kinds():
    """The kinds of things that the search in the top bar finds, in their order (`lib.search_kind`)."""
    return sorted((kind for rows in declared("search", "KINDS") for kind in rows), key=lambda kind: kind.order)


@cache
def condition_lists():
    """{key: conditions} of every list that can be narrowed by conditions (`lib.conditions`), in the order of the apps."""
    return {one.key: one for rows in declared("conditions", "LISTS") for one in rows}


@cache
def columned_lists():
    """{key: list} of every list whose columns people choose (`lib.list_columns`), in the order of the apps."""
    return {one.key: one for rows in declared("list_columns", "LISTS") for one in rows}


@cache
def notice_kinds():
    """{key: kind} of everything that people are told (`notices.presenters.kinds`)."""
    return {kind.key: kind for rows in declared("notices", "NOTICES") for kind in rows}


@cache
def request_kinds():
    """{key: kind} of every request that an app knows how to decide, in the order of the apps (`approvals.rules.kinds`)."""
    return {kind.key: kind for rows in declared("requests", "REQUESTS") for kind in rows}


@cache
def request_card_facts():
    """What apps say about many requests at once, for the cards of the inbox: functions of requests, {key: [(label, value)]}."""
    return [facts for rows in declared("requests", "CARD_FACTS", ()) for facts in rows]


@cache
def audits():
    """What the apps say about their entries in the audit (`audit.presenters.declaration`), in the order of the apps."""
    return declared("audit", "AUDIT")


@cache
def imports():
    """{key: kind} of every file that an app takes in, in their order (`customers.importing.kinds`)."""
    kinds = sorted((kind for rows in declared("imports", "IMPORTS") for kind in rows), key=lambda kind: kind.order)
    return {kind.key: kind for kind in kinds}


@cache
def undo_kinds():
    """{key: kind} of every action that can be undone for a few minutes (`undo.rules.kinds`)."""
    return {kind.key: kind for kinds in declared("undo", "UNDO") for kind in kinds}


@cache
def figures():
    """{key: (figure, its source)} of everything by which people's work is measured, in their order (`lib.figure`)."""
    sources = sorted((one for rows in declared("figures", "SOURCES") for one in rows), key=lambda source: source.order)
    return {figure.key: (figure, source) for source in sources for figure in source.figures}


@cache
def status_lines():
    """What there is to watch of the running system (`lib.status_line`), in its order."""
    return sorted((line for rows in declared("status", "STATUS") for line in rows), key=lambda line: line.order)


@cache
def organisation_pages():
    """What the apps add to the pages of people and departments (`lib.organisation_pages`)."""
    return declared("organisation_pages", "PAGES")
