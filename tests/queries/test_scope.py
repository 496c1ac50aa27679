"""What a question reaches: kinds, partners and members, and along which edges approvals flow."""

from hypothesis import given, settings
from hypothesis import strategies as st
from small_world import GENES, World, cancers

from oncotrace.kg.biomarkers import read
from oncotrace.kg.reader import Reader
from oncotrace.ontology.terms import SOLID
from oncotrace.queries.scope import biomarker_scope, cancer_scope, is_solid, joint_profiles


def id_of(label: str) -> str:
    return read(label, GENES)[0].id


# --- cancers ------------------------------------------------------------------------------------


def test_a_cancer_reaches_up_along_reviewed_edges_only() -> None:
    graph = cancers().graph()
    pdac, acinar = cancer_scope(graph, "oid:cancer-pdac"), cancer_scope(graph, "oid:cancer-acinar")
    assert pdac.inherits == {"oid:cancer-paad", "oid:cancer-pancreas", SOLID, "oid:cancer-any"}
    assert acinar.inherits == set()
    assert "oid:cancer-paad" in acinar.broader


def test_narrower_cancers_are_reached_downwards() -> None:
    scope = cancer_scope(cancers().graph(), "oid:cancer-pancreas")
    assert scope.narrower == {"oid:cancer-paad", "oid:cancer-pdac", "oid:cancer-acinar"}
    assert scope.relation("oid:cancer-pdac") == "narrower"
    assert scope.relation("oid:cancer-nsclc") == "other"


def test_no_cancer_reaches_nothing() -> None:
    scope = cancer_scope(cancers().graph(), "")
    assert scope.all == set()
    assert not is_solid(scope)


def test_solid_is_decided_by_reviewed_edges() -> None:
    graph = cancers().graph()
    assert is_solid(cancer_scope(graph, "oid:cancer-pdac"))
    assert is_solid(cancer_scope(graph, SOLID))
    assert not is_solid(cancer_scope(graph, "oid:cancer-aml"))
    assert not is_solid(cancer_scope(graph, "oid:cancer-acinar"))


NODES = [f"oid:cancer-{letter}" for letter in "abcdefg"]
EDGES = st.lists(
    st.tuples(st.sampled_from(NODES), st.sampled_from([*NODES, SOLID]), st.booleans()), max_size=14
)


@settings(max_examples=60, deadline=None)
@given(edges=EDGES, start=st.sampled_from(NODES))
def test_what_is_inherited_is_what_reviewed_edges_lead_to(
    edges: list[tuple[str, str, bool]], start: str
) -> None:
    """On any hierarchy, cycles included: inheritance is the closure over reviewed edges, found here apart."""
    world = World()
    for node in [*NODES, SOLID]:
        world.cancer(node)
    for narrower, broader, reviewed in edges:
        world.cancer(narrower, broader, reviewed=reviewed)
    allowed = {(a, b) for a, b, reviewed in edges if reviewed}
    reached = {start}
    while more := {b for a, b in allowed if a in reached} - reached:
        reached |= more
    scope = cancer_scope(world.graph(), start)
    assert scope.inherits == reached - {start}
    assert is_solid(scope) == (SOLID in reached)
    assert scope.inherits <= scope.broader
    assert start not in scope.broader | scope.narrower


# --- biomarkers ---------------------------------------------------------------------------------


def test_any_partner_covers_each_partner_and_not_the_other_way() -> None:
    world = World()
    for label in ("ROS1 fusion", "CD74::ROS1 fusion"):
        world.biomarker(label)
    _, asked = world.reader(["CD74::ROS1 fusion"])
    assert asked.biomarker.relation(id_of("ROS1 fusion")) == "broader"
    _, asked = world.reader(["ROS1 fusion"])
    assert asked.biomarker.relation(id_of("CD74::ROS1 fusion")) == "narrower"


def test_a_member_is_covered_by_its_or_and_by_what_is_broader_than_that() -> None:
    world = World()
    world.biomarker("BRCA1 mutation OR BRCA2 mutation")
    _, asked = world.reader(["BRCA2 mutation"])
    assert asked.biomarker.relation(id_of("BRCA1 mutation OR BRCA2 mutation")) == "broader"
    _, asked = world.reader(["BRCA1 mutation OR BRCA2 mutation"])
    assert asked.biomarker.relation(id_of("BRCA1 mutation")) == "narrower"


def test_a_kind_of_a_member_is_covered_by_the_or() -> None:
    world = World()
    world.biomarker("NTRK1 fusion OR NTRK2 fusion OR NTRK3 fusion")
    _, asked = world.reader(["CD74::NTRK1 fusion"])
    assert asked.biomarker.relation(id_of("NTRK1 fusion OR NTRK2 fusion OR NTRK3 fusion")) == "broader"


def test_an_and_neither_covers_its_member_nor_is_covered_by_it() -> None:
    world = World()
    joint = world.biomarker("CD74::ROS1 fusion AND ROS1 G2032R")
    reader, asked = world.reader(["CD74::ROS1 fusion"])
    assert joint.id not in asked.biomarker.all
    assert [p.id for p in joint_profiles(reader, asked.biomarker)] == [joint.id]
    _, asked = world.reader(["CD74::ROS1 fusion AND ROS1 G2032R"])
    assert id_of("ROS1 G2032R") not in asked.biomarker.all


def test_a_negation_does_not_cover_what_it_denies() -> None:
    world = World()
    absent = world.biomarker("NOT PIK3CA mutation")
    _, asked = world.reader(["PIK3CA mutation"])
    assert absent.id not in asked.biomarker.all


def test_a_profile_holds_where_each_member_or_a_kind_of_it_is_carried() -> None:
    world = World()
    joint = world.biomarker("ROS1 G2032R AND ROS1 fusion")
    _, asked = world.reader(["CD74::ROS1 fusion", "ROS1 G2032R"])
    assert asked.biomarker.holds(joint.members)
    _, asked = world.reader(["CD74::ROS1 fusion"])
    assert not asked.biomarker.holds(joint.members)


LABELS = ["ROS1 fusion", "CD74::ROS1 fusion", "NTRK1 fusion", "BRCA1 mutation", "BRCA2 mutation", "KRAS G12C"]


@settings(max_examples=60, deadline=None)
@given(
    members=st.lists(st.sampled_from(LABELS), min_size=2, max_size=3, unique=True),
    carried=st.sampled_from(LABELS),
)
def test_an_and_never_supports_one_member_and_an_or_always_takes_it_in(
    members: list[str], carried: str
) -> None:
    world = World()
    both, either = world.biomarker(" AND ".join(members)), world.biomarker(" OR ".join(members))
    reader = Reader(world.graph())
    asked = read(carried, GENES)
    reader.know(asked)
    scope = biomarker_scope(reader, [asked[0]])
    single = both.operator != "AND"  # CD74::ROS1 AND ROS1 fusion is one biomarker, not two
    if not single:
        assert scope.relation(both.id) == "other"
    if carried in members and either.operator == "OR":
        assert scope.relation(either.id) == "broader"
