"""Whom a piece is for and what it is about: the audiences and themes of the plans, in the order in which they are offered.

Labels fit a button. Audiences are what people do or where they are, never what they are: there is no ethnic field.
"""

from __future__ import annotations

from content.terms import N_, Term


class Audience(Term):
    """Whom a piece is for (plan, Dự án 3, III.3 and the duties of each body; Dự án 2, III.3)."""

    EVERYONE = "everyone", N_("Everyone")
    PARENTS = "parents", N_("Parents")
    UPPER_SECONDARY = "upper_secondary", N_("Pupils, grades 10-12")
    LOWER_SECONDARY = "lower_secondary", N_("Pupils, grades 6-9")
    PRIMARY = "primary", N_("Pupils, grades 1-5")
    YOUNG = "young", N_("Young people")
    FAMILIES = "families", N_("Family in treatment")
    QUITTING = "quitting", N_("Who wants to quit")
    WOMEN = "women", N_("Women")
    TEACHERS = "teachers", N_("Teachers")
    FARMERS = "farmers", N_("Farmers")
    FISHERS = "fishers", N_("Fishermen, coast")
    DRIVERS = "drivers", N_("Drivers, depots")
    PASSENGERS = "passengers", N_("Passengers")
    VENUES = "venues", N_("Bars, karaoke")
    ELDERLY = "elderly", N_("The elderly")
    VETERANS = "veterans", N_("Veterans")
    PAGODAS = "pagodas", N_("Pagodas, villages")


class Theme(Term):
    """What a piece is about (plan, Dự án 3, part on the departments; Dự án 2, III.3 and IV.3)."""

    SYNTHETIC = "synthetic", N_("Synthetic drugs")
    AMERICAN_GRASS = "american_grass", N_("American grass")
    LAUGHING_GAS = "laughing_gas", N_("Laughing gas, balloons")
    VAPES = "vapes", N_("Pods, e-cigarettes")
    ONLINE_TRICKS = "online_tricks", N_("Tricks on the internet")
    PARCELS = "parcels", N_("Parcels")
    ROADS = "roads", N_("Roads, coaches")
    SEA = "sea", N_("Sea border")
    PLANTS = "plants", N_("Plants")
    VENUES = "venues", N_("Bars, guest houses")
    FAMILY = "family", N_("Family and school")
    FIRST_AID = "first_aid", N_("First aid")
    TREATMENT = "treatment", N_("Quitting, treatment")
    AFTER_TREATMENT = "after_treatment", N_("After treatment")
    ROLE_MODELS = "role_models", N_("Role models")
    LAW = "law", N_("The law")
    REPORTING = "reporting", N_("What a report is")
    CHANNEL = "channel", N_("This channel")


class Reviewer(Term):
    """Who has yet to read a piece before anyone relies on it."""

    LAW = "law", N_("a lawyer")
    HEALTH = "health", N_("a health worker")
    COMMUNITY = "community", N_("somebody of the place")
