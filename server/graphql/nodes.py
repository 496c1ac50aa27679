"""What has an id, and what a look-up gives where nothing has it."""

from dataclasses import dataclass

import strawberry

from oncotrace.server.graphql.fields import computed
from oncotrace.server.graphql.ids import global_id
from oncotrace.server.graphql.told import interface, kind, plain
from oncotrace.server.graphql.words import EntityKind


@interface("Anything that has an id of its own", '{"id": "SEdOQzoxMDI2MQ", "curie": "HGNC:10261"}')
class Node:
    id = computed(
        lambda value: global_id(value.id),
        "The global id, for the field node",
        "SEdOQzoxMDI2MQ",
        of=strawberry.ID,
    )
    curie = computed(lambda value: value.id, "The same thing by its CURIE", "HGNC:10261", of=str)


@dataclass(slots=True)
class Neighbour:
    """A name near one that was asked for."""

    id: str
    curie: str
    label: str
    kind: str


@dataclass(slots=True)
class Missing:
    """What was asked for and is not there, or is there several times."""

    asked: str
    ambiguous: bool
    message: str
    nearest: list[Neighbour]


@kind("A name near the one that was asked for", '{"label": "ROS1 fusion"}')
class Near:
    id: strawberry.ID = plain("Its global id", "SEdOQzoxMDI2MQ")
    curie: str = plain("Its CURIE", "HGNC:10261")
    label: str = plain("What it is called", "ROS1")
    kind = plain("What it is", "GENE", of=EntityKind)


@kind("Nothing is called so, or several things are. It says what is near", '{"asked": "ROS9"}')
class NotFound(Node):
    id = computed(lambda value: value.asked, "What was asked for", "ROS9", of=strawberry.ID)
    curie = computed(lambda value: value.asked, "What was asked for", "ROS9", of=str)
    asked: str = plain("What was asked for", "ROS9")
    ambiguous: bool = plain("Whether several things are called so", "false")
    message: str = plain("What to do next, in a sentence", "No gene is called 'ROS9'.")
    nearest: list[Near] = plain("Names alike in spelling, or all that are called so", '[{"label": "ROS1"}]')
