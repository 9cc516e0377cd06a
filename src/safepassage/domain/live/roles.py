"""Roles: what people with access are there for."""

from enum import StrEnum


class Role(StrEnum):
    """What somebody is there for; who may do what is said with each command."""

    COORDINATOR = "coordinator"
    DISPATCHER = "dispatcher"
    REGISTRATION_OFFICER = "registration-officer"
    BOARDING_FOCAL_POINT = "boarding-focal-point"
    CONVOY_LEADER = "convoy-leader"
    OBSERVER = "observer"
    MEDICAL = "medical"
    PROTECTION = "protection"
    NEGOTIATOR = "negotiator"
    INFORMATION_OFFICER = "information-officer"
    AUDITOR = "auditor"
