"""The words of the pages, all in one place and each a whole sentence, ready to be translated.

What answers say is worded in ``answers/``; this is what stands around them. ``{name}`` is filled in.
"""

from types import SimpleNamespace

LANGUAGE = "en-GB"

T = SimpleNamespace(
    # every page
    name="Oncotrace",
    skip="Go to the content",
    menu="Main menu",
    browse="Browse",
    new="What is new",
    about_footer="For information only. This is not medical advice: your oncology team knows your whole"
    " case.",
    release_footer="Data release {name}, built on {day}.",
    # the question field
    question="Your question",
    question_hint="Name a gene change, a cancer or a drug, as it stands in the report.",
    placeholder="What does ROS1 fusion mean for pancreatic cancer patients?",
    ask="Ask",
    suggestions_found="Pages that fit what you typed:",
    examples="Examples",
    # the first page
    home_title="Oncotrace: what a biomarker means in a cancer",
    home_head="What does a biomarker mean in a cancer?",
    home_lead="Ask in plain English. Every sentence of the answer shows the record and the document that it"
    " rests on.",
    is_head="What this is",
    is_text="A collection of facts on genes, gene changes, cancers, drugs and approvals, read from public"
    " sources. Where a source was searched and nothing was found, the answer names the search. Where it was"
    " not searched, the answer says that we hold no record.",
    is_not_head="What this is not",
    is_not_text="It is not medical advice, and it does not say which treatment to take. It does not cover"
    " ordinary chemotherapy. It may be incomplete or out of date: each answer gives its day and its release.",
    private_head="What we do not do",
    private_text="This site sets no cookie, counts no visitor and asks no other site for anything. Your"
    " question is not written down.",
    data_head="The data behind it",
    # answers
    not_understood="We did not understand the question",
    read_as="How we read your question",
    read_word="We read “{written}” as “{read_as}”.",
    did_you_mean="Did you mean one of these?",
    unknown="We do not know the word “{word}”.",
    unknown_beside="We do not know the word “{word}”. The answer leaves it out.",
    stable="The lasting address of this answer:",
    parts_of="Each part has a page of its own",
    cautions="Please keep in mind",
    known="In short",
    not_known="What we do not know",
    not_known_none="No gap is on record for this question. That does not mean that we know everything.",
    nothing="We hold no record on this pair itself. These are near it:",
    near_biomarker="The same change in other cancers",
    near_cancer="The same cancer, with what we know of other changes",
    near_broader="What we hold on wider or narrower changes",
    on_page="On this page",
    chooser="Show another day or another agency",
    chooser_day="What was known and approved on",
    chooser_agency="Approvals of",
    chooser_submit="Show",
    made="As of {as_of}. “Here” means the {agency}. From the data of {built}.",
    agency="{name} ({place})",
    past="You see what was known and approved on {day}, not what holds today.",
    as_json="The same answer as data (JSON)",
    print_questions="Print the questions on one page",
    picture_scale="Each step on the scale is ten times the one before. The bar is the 95% interval: the true"
    " value lies in it in most cases. A filled diamond is the cancer that you asked about. A ring is another."
    " A hollow diamond is only a part of the people.",
    picture_scale_cancer="Each step on the scale is ten times the one before. The bar is the 95% interval:"
    " the true value lies in it in most cases.",
    picture_scale_all="Each step on the scale is ten times the one before. The bar is the 95% interval: the"
    " true value lies in it in most cases. Each ring is one cancer.",
    picture_table="The same figures as a table",
    picture_cancer="Cancer",
    picture_change="Change",
    way_title="From the change to drugs, as the {agency} approved them",
    glance="At a glance",
    glance_none="none on record",
    glance_more="and {count} more",
    # entities
    kind_biomarker="Biomarker",
    kind_cancer="Cancer",
    kind_drug="Drug",
    held_cancers="{biomarker}, by cancer",
    held_biomarkers="Changes in {cancer}",
    held_drug="{drug}, by change and cancer",
    held_kinds="Kinds of {cancer}",
    in_words="{change} in {cancer}",
    also_called="Also called: {names}.",
    brands="Brand names: {names}.",
    drug_class="Kind of drug: {name}.",
    targets="Acts on: {names}.",
    heat_title="The same changes in other cancers",
    heat_text="Each cell is the share of people with the cancer in whom the change was found, in the largest"
    " group that we hold. Darker is more common. An empty cell means that we hold no figure.",
    heat_change="Change",
    heat_none="no figure",
    # browse
    browse_title="Browse",
    browse_lead="Everything that this release holds facts on.",
    biomarkers="Biomarkers",
    cancers="Cancers",
    drugs="Drugs",
    guidelines="Guidelines and services",
    sources="Sources",
    count="{count} facts",
    count_one="1 fact",
    letters="By first letter",
    guidelines_lead="Names and links only. We do not copy, rank or recommend them.",
    guideline_kinds={
        "guideline": "Guidelines",
        "trial_service": "Services that help to find trials",
        "community": "Communities",
        "helpline": "Helplines",
    },
    run_by="Run by {name}.",
    run_by_unknown="We did not find who runs it.",
    paid_by="Paid by {name}.",
    paid_by_unknown="Who pays was not stated in what we read.",
    second_hand="We know this second-hand.",
    read_in="Read in:",
    sources_lead="Where the facts come from, with the version that this release holds and its licence.",
    source_version="Version {version}.",
    source_licence="Licence: {licence}.",
    # new
    new_title="What is new",
    new_lead="This is release {release}, built on {day}.",
    new_changes="What changed in the data",
    new_since="What changed in the data since release {name}",
    new_first="No release before this one is at hand. So we cannot say what changed in the data.",
    new_heads={
        "source": "Source",
        "version before": "Version before",
        "version now": "Version now",
        "record": "Kind of record",
        "added": "Added",
        "removed": "Removed",
        "changed": "Changed",
    },
    new_approvals="Approvals, the newest first",
    new_day="Day",
    new_what="What",
    new_agency="Agency",
    new_drug="Drug",
    new_for="For",
    new_sources="What the release was made from",
    # print
    questions_title="Questions for your oncology team",
    questions_about="About: {about}",
    questions_lead="Tick what you want to ask. Write the answers down, or ask somebody to write for you.",
    questions_own="Your own questions",
    questions_bring="Bring with you",
    questions_bring_list=(
        "The report of the tumour test, all pages.",
        "A list of the treatments that you have had.",
        "Somebody who listens with you, if you like.",
    ),
    questions_back="Back to the answer",
    questions_how="Use the print command of your browser to print this page or to save it as a PDF.",
    # problems
    unreadable="We cannot read that",
    no_page="No such page",
    no_page_text="Nothing is here. You can ask a question instead.",
    no_entity="We hold no page of that name",
    no_entity_text="Nothing in this release is called that. You can ask a question instead.",
    not_here="That does not work here",
    no_graph="The graph cannot be read",
    later="Please try again later.",
    broken="Something broke on our side",
    broken_text="It was not your question. Please try again later.",
    bad_value="The address of the page holds a value that we cannot read.",
)

EXAMPLES = (
    "What does ROS1 fusion mean for pancreatic cancer patients?",
    "How common is NRG1 fusion in pancreatic cancer?",
    "Which drugs are approved for KRAS G12C in lung cancer?",
    "Is larotrectinib approved for ROS1 fusion?",
)
