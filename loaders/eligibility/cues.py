"""Phrases that tell whether a mention is asked for, kept out or only spoken of: tables for ``polarity``.

They are compared with text in lower case: that is several times as fast as to ignore the case.
"""

import re

_WORD = r"\b"


def _any(*phrases: str) -> re.Pattern[str]:
    """One pattern for all; those that begin a word try it at beginnings of words alone."""
    words = [phrase.removeprefix(_WORD) for phrase in phrases if phrase.startswith(_WORD)]
    others = [phrase for phrase in phrases if not phrase.startswith(_WORD)]
    return re.compile("|".join([*others, *([rf"{_WORD}(?:{'|'.join(words)})"] if words else [])]))


PEOPLE = r"(?:patients?|participants?|subjects?|individuals?|those|women|men|people|persons?|cases?)"

REQUIRES = _any(
    r"\b(?:must|should|needs? (?:to|prior)|has to|have to)\b"
    r"(?! be (?:[\u2265\u2264<>=]|(?:ihc )?\d|positive|negative|wild|low\b|high\b))",
    r"\b(?:is|are) not restricted\b",
    r"\bcannot be (?:used|given|taken)\b",
    r"^[^.;]{0,30}[,:] (?:prior|previous) (?:[\w-]+ )?(?:therap|treatment)",
    r"\b(?:is|are) required to have\b",
    r"\bmay be (?:treatment[- ]na|untreated|previously)",
    r"\bmay have (?:received|had|progressed)\b",
    r"\b(?:is|are|will be) (?:also |not )?(?:required|needed|necessary|mandatory)\b",
    r"\bprior\b[^.]*\b(?:required|allowed|permitted|include)\b",
    r"\b(?:is|are) (?:highly )?recommended\b",
)
"""Words that ask something more of somebody who has the biomarker: mostly earlier treatment."""

SUBJECT = _any(
    r"^\W*(?:for |in |all |any |note:? ?|only |except |female |male |adult )*(?:the )?(?:\w+[- ]){0,3}?"
    rf"{PEOPLE}\b"
    r"[^.;]{0,90}?\b(?:with|whose|who|harbou?ring|having|that|known)\b",
    r"^\W*(?:for|in|if|when|where|should)\b",
    r"^\W*(?!has|have|must|histolog|cytolog|patholog|diagnos|confirm|measur|locally|advanced|metastatic|unresect"
    r"|untreat)(?:[\w/+-]+[ :]*){0,5}$",
    r"^\W*(?!has|have|must|histolog|cytolog|patholog|diagnos|confirm)(?:\w+[ -]){0,4}"
    r"(?:cancers?|tumou?rs?|nsclc|melanoma|carcinoma|disease|lymphomas?)\b[^.;]{0,60}$",
)
"""A beginning that makes the biomarker part of who is spoken of, not of what is asked."""

GENES = re.compile(r"\W*(?:[A-Z][A-Z0-9-]{2,}(?:, (?:or |and )?| or | and |/)){1,8}$")
"""A beginning that is nothing but a list of genes; the only phrase of which the case matters."""

BEFORE_CONDITION = _any(
    r"(?<!eligible )(?<!included )(?<!enrolled )\bif\b(?! available| applicable| feasible)"
    r"(?:(?!\b(?:must|should|then|will)\b)[^.;])*$",
    r"\bin (?:the )?case of[^.;]*$",
    r"\b(?:regardless|irrespective|independent(?:ly)?) of\b[^.;]*$",
    r"\b(?:when|where|whether|unless)\b[^.;,]*$",
    r"(?<!negative )(?<!positive )"
    r"\b(?:test(?:ing|ed)?|assessment|assessed|evaluat\w+|analysis|screen(?:ing|ed)) (?:for|of)\b"
    r"(?:(?!\b(?:document|show|demonstrat|confirm|reveal|positive|negative|harbou?r|with\b))[^.;,])*$",
    r"\b(?:allowed|permitted|acceptable) (?:provided|if|when|as long as)\b[^.;]*$",
    r"\b(?:stratifi\w+|preference|preferential\w*|prioriti[sz]\w+)\b[^.;]*$",
    r"\b(?:with or without|with/without|\+/-|and/or without)\b(?:(?!\bwith\b)[^.;:,)])*$",
    r"\b(?:inhibitors?|therap(?:y|ies)|agents?|treatments?|drugs?|antibod(?:y|ies)) "
    rf"(?:for|in|to|of|against)\b(?: {PEOPLE} (?:with|having))?[^.;,]{{0,12}}$",
    r"\b(?:inhibitors?|therap(?:y|ies)|agents?|treatments?|drugs?) (?:for|in) (?:those|patients|participants"
    r"|subjects|individuals|tumou?rs|cancers?) (?:with|harbou?ring|having|whose)\b[^.;]*$",
    r"\binhibitors?\b[^.;,]{0,20}\b(?:for|against|of)\b[^.;,]{0,12}$",
    r"\brequired (?:for|in)\b[^.;,]*$",
    r"\b(?:no (?:minimum )?requirement|to (?:assess|determine|evaluate)|determination|for (?:the )?detection)"
    r" (?:for|of)?[^.;,]{0,20}$",
    r"\b(?:available|adequate|sufficient|tissue|samples?|specimens?|material)\b[^.;]{0,80}"
    r"(?<!negative )(?<!positive )\bfor\b[^.;,]{0,90}$",
    r"\bdata on\b[^;]*$",
    r"\b(?:due to|because of|exception of)\b[^.;,]*$",
    r"\b(?:prior|previous|any|no|received)\b[^.;]*\b(?:therap(?:y|ies)|treatments?|chemotherapy|drug)"
    r" (?:for|in)\b[^.;]*$",
    r"\bstatus \([^)]*$",
    r"\bmay (?:have|be)(?: either)? $",
    r"\bknown (?:or unknown )?status\b[^.;,]*$",
    r"\b(?:can|may) be (?:positive or negative|either)\b[^.;]*$",
    r"\bassays? for\b[^.;]*$",
    r"\b(?:as|because|since) (?:these|they|this|such|most|the majority)\b[^.;]*$",
    r"\b(?:who|that) (?:(?:have|had|has) )?(?:previously )?received\b[^.;]*"
    r"\bmust (?:have|be|show|still|express)\b[^.;]*$",
    r"\b(?:definition|(?<!as )(?:is|are|be|was) defined) (?:of|as|by)?\b[^.;,]*$",
    r"\b(?:therap(?:y|ies)|treatments?|drugs?|agents?) (?:as )?(?:indicated|selected|chosen|directed)"
    r" (?:by|for)\b[^.;]*$",
    r"\b(?:submit(?:ted)?|submission|profiling|sent)\b[^.;]*\bfor\b[^.;]*$",
    r"(?:\bdo(?:es)? not|n't|\bnot) (?:need|have|required) to\b[^.;]*$",
    r"\bthe presence or absence of\b[^.;,]*$",
    r"\bhistory of treatment\b[^.;]*$",
    r"\b(?:received|treated with)\b[^.;,]{0,40}\bfor $",
    r"\w(?:nib|mab|parib|lisib|ciclib|rasib) (?:for|in|if)\b[^.;,]{0,12}$",
    r"\b(?:any|all)\b[^.;]{0,30}\bsub-?types?\b[^.;]*$",
    r"\b(?:allowed|permitted|required) (?:only )?(?:in|for) (?:the )?$",
    r"\b(?:relatives?|(?<!personal or )family (?:members?|history)|parents?|siblings?)\b[^.;]{0,60}$",
    r"\b(?:high|poor|adverse|intermediate|unfavou?rable|favou?rable|standard|low)(?:er)?[- ]risk\b[^.;]{0,80}"
    r"\b(?:eg|such as|including)\b[^.;]*$",
    r"\btarget(?:s|ing|ed)?(?: against)?\b[^.;,:]{0,12}$",
)
"""What stands before a mention that is no more than a condition."""

NOTE = re.compile(r"^\W*notes?\b:?(?=[^.;]*\b(?:with|whose)\b)[^.;]*$")
"""A note on people who have the biomarker: a condition, unless it keeps them out."""

ASKED_AFTER = _any(
    r"^[^.;,]{0,25}\b(?:test(?:ing|s)?|assay|results?|assessment|evaluation|analysis|score|data)\b[^.;]{0,60}"
    r"\b(?:must|required|available|known|will|should|not|is|are|performed)\b",
    r"^[^.;,]{0,100}\b(?:must|should|will|to) be"
    r" (?:known|determined|tested|assessed|evaluated|available|performed)\b",
)
"""What stands behind a mention that only asks for an answer, unless the mention itself gives it."""

AFTER_CONDITION = _any(
    r"^[^.;]{0,120}\b(?:are|is|(?:may|will|can) be) (?:also |only )?"
    r"(?:eligible|allowed|permitted|enrolled|included),? (?:only )?"
    r"(?:if|provided|after|when|once|as long as)\b[^.;]{0,60}"
    r"\b(?:progress|receiv|fail|prior|previous|treated|refus|intoler|exhaust)",
    r"^[^.;]{0,15}\bin (?:a |an |the |their )?(?:first|1st|close|blood|family)[\w -]{0,20}"
    r"(?:relative|member)",
    r"^[^.;,]{0,12}[(:] ?any(?: (?:level|status|expression|value|score|amount))*\s*(?:[).;,]|$)",
    r"^[^.;]{0,60}\b(?:are|is) (?:also |still )?eligible"
    r"(?: for (?:enroll?ment|(?:the|this) (?:study|trial)))?\W*$",
    r"^\s?(?:[\w/]+ ){0,2}\s?(?:-\s|:\s?|\()(?:(?:eg|e\.g|i\.?e)\W*)?"
    r"[A-Za-z]{4,}(?:nib|mab|parib|rasib|lisib)\b",
    r"^[^.;,]{0,40}\b(?:is|are|was|were|be|being) defined\b",
    r"^[^.;,]{0,20}\b(?:or|and|/) (?:unknown|negative|not (?:known|tested|evaluated|mutated|amplified))\b"
    r"[^.;]{0,40}\b(?:eligible|allowed|permitted|enroll?)",
    r"^[^.;]{0,30}\b(?:positive or negative|or negative)\b",
    r"^[^.;,]{0,60}\b(?:is|are) not (?:an )?exclu",
    r"^[^.;,(]{0,60}\bnot (?:required|mandatory|necessary|needed)\b",
    r"^\W{0,3}(?:(?:mutations?|mutant|on|off|selective|specific|tyrosine|kinase|small|molecule|covalent|protein)"
    r"\b\W{1,2})*(?:inhibit|tki|target|direct|degrad|blocker|antibod|vaccin)",
)
"""What stands behind a mention that is no more than a condition."""

BEFORE_SILENCE = re.compile(r"\bno need (?:for|of)\b[^.;,]*$")
SHOWN_BY = re.compile(
    r"\b(?:determined|assessed|confirmed|detected|measured|defined) (?:by|using)(?: an?)? $",
)
METHOD = re.compile(
    r"^[^.;,]{0,25}\b(?:immunohistochemistry|ihc|tests?|testing|assay|sequencing|fish|pcr|scan|analysis)\b"
)
AFTER_SILENCE = _any(
    r"^[^.;,]{0,40}\b(?:is|are|was|were|(?:should|will|must) be) (?:defined"
    r"|(?:considered|regarded)(?: as)? (?:positive|negative|confirmed))\b",
)
"""What stands around a mention in a definition, or where no test is asked for: it says nothing of anybody."""
TESTED = re.compile(r"^[^.;,]{0,25}\b(?:test(?:ing|s)?|screening|assay|analysis|determination)\b")
TEST_OF = re.compile(r"\b(?:test(?:ing|s)?|screening|analysis) (?:for|of)\b[^.;,]{0,15}$")
NOT_NEEDED = re.compile(r"^[^.;,]{0,50}\b(?:is|are) not (?:required|mandatory|necessary|needed)\b")
NO = re.compile(r"\bno\b[^.;,]{0,15}$")

EXCEPTION = _any(
    r"\bunless\b",
    r"\bexcept(?:ion)?(?:s|ing)?\b",
    r"\b(?:previously|have been|has been|already) (?:been )?treated with\b",
    r"\b(?:and|who) (?:has|have) received\b",
    r"\b(?:and|who are|are) candidates for\b",
    r"\bsuitable for\b",
    r"\bwho (?:is|are) (?:considered )?(?:appropriate|eligible|suitable)\b",
    r"\b(?:who|that|and|which|but) (?:have|has|had|are|were|did) not (?:yet |previously |been )?"
    r"(?:received|treated|progressed|failed|had|been|receive|undergone)",
    r"\bwithout (?:prior|previous|having)\b",
    r"\b(?:has|have) not (?:yet |previously |been |already )?(?:received|treated|progressed|failed|given)",
    r"\bnot (?:previously|yet|been|prior\w*) (?:treated|received|progressed|given)",
    r"(?<!note: )\bif (?:not|no|they|the|prior|previously|there|approved|an?)\b",
    r"\b(?:naive|na\u00efve|untreated)\b",
)
"""An exception or an unmet earlier treatment, which turns an exclusion into a condition."""

WHOSE_OWN = re.compile(
    r"^(?:(?! or (?:patients|participants|subjects|those|individuals)\b)[^.;:,]){0,80}(?<!\bor )(?<!\band )"
    r"\bwho (?:(?:have|has|had|were|are) )?(?:\w+ )?(?:received|progressed|failed|relapsed|undergone"
    r"|refuse[ds]?|decline[ds]?|been treated|had (?:prior|previous|more|at least|progress\w+))\b"
)
"""What narrows those who are kept out by something that some of them do not share."""
FOR_WHOM = re.compile(r"^\W*(?:for|in|among) (?:[\w/+-]+ ){0,4}$")
THEN = re.compile(r"^[^.;:,]{0,60}(?::\s|,\s(?!(?:or|and)\b))")
IN_WHOM = re.compile(
    rf"\w (?:in|among|for) (?:the |an? |any )?(?:[\w-]+ )?{PEOPLE} "
    r"(?:with|whose|who have|having|harbou?ring) (?:[\w-]+ ){0,3}$"
    r"|\b(?:metasta\w+|disease|progression|relapse|(?:chemo)?therapy|treatment|tki|inhibitors?) in $"
)
THEN_PRIOR = re.compile(r"^[^.;:]{0,60}:\s+(?:any )?(?:(?:has|have) )?(?:prior|previous(?:ly)?|received)\b")
COHORT = re.compile(
    r"^[\s-]{0,2}(?:(?:positive|mutant|mutated|enriched)\b[\s-]{1,2})*(?:cohorts?|arms?|groups?)\b"
)
"""What in an exclusion tells whom it is about: ``for patients with .., prior ..``, ``.. cohort only: ..``."""

DEFINED = re.compile(r"\b(?:is|are|be|was) defined as\b")
"""What makes of a phrase a definition, which says nothing of anybody."""

HEAD_EXCEPTION = re.compile(
    r"\b(?:alteration|mutation|aberration|driver|abnormalit)[^:]*\b(?:unless|(?:has|have) not (?:yet |been )?"
    r"(?:received|treated))\b[^:]*:$"
)
"""A heading that keeps out who has one of a list, with an exception for all of it."""
BEFORE_TARGET = re.compile(
    r"\b(?:prior|previous(?:ly)?|received)\b[^.;:]{0,60}\b(?:with|to|of)\b[^.;:]{0,60}$",
)
TARGET = re.compile(r"^[^.;,:]{0,40}\b(?:inhibit|target|direct|degrad|antibod|vaccin)")
"""What stands around the target of an earlier treatment."""

ALLOWED = _any(
    r"\b(?:are|is|may be|will be|can be) (?:also |still |considered )?"
    r"(?:eligible|allowed|permitted|acceptable|included|enrolled)",
    r"\b(?:may|can) (?:be )?(?:enroll?|participat|includ)\w*",
    r"(?<!not )(?<!not be )\ballowed\b|\bare not excluded\b|\bnot exclu",
)
"""Words that let somebody in: inside an exclusion section, or of an absence, they say nothing of who must."""

PERMITTED = re.compile(r"^[^.;,]{0,50}\b(?<!not )(?:(?<!not be )allowed|permitted|acceptable)\b")
"""Of somebody who has the biomarker: that it keeps nobody out, not that it is asked for."""
OTHER_CANCERS = re.compile(r"\bother than (?:\w+,? (?:or |and )?){0,4}$")
"""``tumors other than TNBC``: the rest of the cancers is meant, not a receptor."""
LOST = re.compile(r"\b(?:negative for|absence of|absent|lack of|lost)\b[^.;]{0,60}$")

NOT_ALLOWED = _any(
    r"^[^.;,]{0,25}\bexcluded\b",
    r"\b(?:are|is|will be|be) (?:not (?:be )?(?:eligible|allowed|permitted|acceptable|included)|excluded"
    r"|(?:considered )?ineligible(?! (?:for|to)\b))",
    r"\b(?:will|may|can) not be (?:eligible|allowed|permitted|included|enrolled)\b",
    r"\b(?:may|can)(?: not|not) (?:participate|enroll?)\b",
)
"""Words that keep somebody out, in an inclusion section."""

NEGATION = _any(
    r"\b(?:no|not|without|lacks?|lacking|absence of|free of|neither|nor|never|none of|cannot)\b",
    r"\b(?:devoid of|w/o|(?:inability|unable|failure) to (?:confirm|document|demonstrate|show|verify))\b",
    r"\bnegative(?: (?:or unknown )?(?:status |results? |test(?:ing|s)? |screen(?:ing)? ){0,2}(?:for|of)\b| $"
    r"|(?= (?:\w+ )?(?:expression|mutation)))",
    r"\b(?:excluding|excludes?|excluded|exclusion of"
    r"|other than|besides|aside from|apart from|except(?: for)?|ruled? out|nonharbou?ring)\b",
)
TUMOR_WITH = re.compile(
    r"(\bnot have )(?:an? |any |known )?(?:[\w-]+ )?"
    r"(?:tumou?rs?|cancers?|disease|nsclc|malignanc\w+|leuka?emia) "
    r"(?:with|that (?:has|have|harbou?rs?|is|are)|harbou?ring|having)\b"
)
"""``must not have a tumor with``: what is denied is what the tumour has."""
NEGATIVE_FOR = re.compile(r"\bnegative (?:\w+ ){0,2}(?:for|of)\b[^.;:]*$")
"""What an answer that is negative, too, only says again (``negative for HER2 (IHC 0)``)."""
NON = re.compile(r"\bnon[- ]{1,2}$")
NEGATION_STOPS = _any(
    r"\b(?:therap(?:y|ies)|treatments?|treated|received|receiv\w+|prior|previous(?:ly)?|progress\w*|but|however"
    r"|with(?!in)|who|whose|unless|amenable|candidates?|eligible|only|required|available|more|less|least|surgery"
    r"|lines?|curable|curative|suitable|option|options|feasible|resectable|operable|chemotherapy|standard|must"
    r"|should|later|than|intoleran\w*|appropriate|exceed\w*)\b",
    r"(?<!e\.g)(?<!i\.e)\.(?!\w)|:|;\s",
)
HARBORS = re.compile(r"\bharbou?r(?:s|ing)?\b")
"""What begins another thought behind an exception (``tumors other than melanoma harboring ..``)."""
APART = re.compile(r"^(?:(?!posit)[^.;:])*, $")
AMPLE = re.compile(r"posit|[>\u2265+]")
NO_LIST = re.compile(r"^(?:(?!\b(?:or|nor)\b)[^.;])*(?:[.;]|$)")
"""What stands around a protein that is plainly asked for (``no EGFR mutation, PD-L1 >= 50%``)."""
HEAD_NEGATION = _any(
    r"\b(?:must not|should not|may not|cannot) (?:have|be|harbou?r)\b",
    r"\b(?:not have|without|absence of|none of|no evidence of|no (?:known )?\w+ of)\b[^:]*:$",
    r"\b(?:exclud\w+|ineligible|not eligible)\b[^:]*:$",
    r"\bno\b[^.;:]{0,40}:$",
    r"\bnegative (?:for|in)\b[^:]*:$",
)

HEAD_PRIOR = re.compile(
    r"\b(?:favou?rable|good|standard|low)[- ]risk\b[^:]*\bdefined\b[^:]*:$|"
    rf"^\W*(?:for )?{PEOPLE} (?:with|whose|who have)\b[^:]*\b(?:must|should|are required to) have "
    r"(?:received|progressed|failed|been treated|had)\b[^:]*:$|"
    r"^\W*(?:(?:required|allowed|permitted|acceptable|any) )?(?:prior|previous)\b[^:]*"
    r"\b(?:therap|treatment|regimen|line|medication|exposure)[^:]*:$"
)
"""A heading of earlier treatments, or of a mild course: what is named below it is a condition."""
HEAD_DEMAND = re.compile(r"\b(?:must|should) (?:have|meet|fulfil+|satisfy)\b[^:]*:$")

NOT_LIMITED = re.compile(r"\bbut (?:is |are )?not limited to\b")
ASIDE = re.compile(r" \([^()]*\)")
"""What stands in brackets that are closed: it governs nothing that follows."""
PREFIX = re.compile(r"^(?:[^:.;]{1,60}:\s+|\W*\[[^\]]{1,80}\]\s*)")
STATUS = re.compile(
    r"^(?!\W*or unknown)(?:[^.;,]{0,15}\bstatus"
    r"|\W{0,2}(?:(?:gene|mutation) )?(?:testing|test|analysis|assay|detection|slides))\b"
)
EXCEPTED = _any(r"\bunless\b", r"\bexcept(?:ions?|ing)?\b", f"(?:{ALLOWED.pattern})")
"""What stands before an exception to an exclusion."""
ANY = re.compile(r"\bany $")
EXAMPLES = re.compile(r"\b(?:such as|including|like|e\.g)\b")
EG = re.compile(r"\b(?:e\.\s?g|i\.\s?e)\.")
UNKNOWN = re.compile(r"\bif\b[^.;]{0,30}\bunknown\b")
"""What is said of those who do not know it: no exception."""
IS_REQUIRED = re.compile(
    r"\W{0,2}(?:(?:mutations?|alterations?|expression|positivity|status|tumou?rs?|disease|\d+ ?%?) )?"
    r"(?:\([^)]*\) )?(?:is|are|will be) (?:also )?(?:required|mandatory|necessary)\b",
)
"""What asks for the biomarker that stands right before it."""
NEXT_CLAUSE = re.compile(rf"^.*\band (?=(?:for )?{PEOPLE} (?:with|whose|who have|harbou?ring)\b)")
"""What stands before the people of a further clause (``.., and patients with ..``)."""
ITSELF = re.compile(
    r"^\W*(?:(?:document(?:ed|ation)|presence|evidence|confirmation|confirmed|positive|an?|the|of|known) )"
    r"{0,5}$"
)
REQUIRED_LATER = re.compile(
    r"(?:(?!\b(?:prior|previous|therap|treat|test|progress|receiv|inhibit|biops|who)|, (?!or |and ))[^.;:])"
    r"{0,100}\b(?:is|are|will be) (?:required|mandatory|necessary)\b(?! to)"
)
"""A sentence whose subject is the biomarker itself, which is asked for."""
KNOWN_STATE = re.compile(r"\b(?:un)?known (?:[\w-]+/)?$")
BECAUSE = re.compile(r",? (?:as|because|since) (?:these|they|such|this)\b")
RULED_OUT = re.compile(
    r"[^.;,:]{0,40}\b(?:must|should|(?:has|have|needs?) to) (?:have been|be) (?:excluded|ruled out|absent)\b"
)
SHOWN = re.compile(
    r"[^.;,:]{0,40}\b(?:must|should|has to|needs? to) (?:have been|be) (?:\w+ ){0,2}?"
    r"(?:identified|confirmed|documented|detected|demonstrated|present|proven|reported|shown|established)\b"
)
"""What asks for the biomarker itself, not for something more of those who have it."""
OR_NOT = re.compile(
    r"(?:[ -](?:mutated|mutant|mutations?|positive)(?= or\b))?\W{0,3}(?:(?:or|and|vs|versus)\b)?\W{0,3}"
    r"(?:negative|neg|wild[- ]?type|non-?mutant|non-?mutated|unmutated)\b"
)
OR_THERE = re.compile(r"\W{0,3}(?:or|and)\b\W{0,3}(?:positive|pos|mutant|mutated)\b")
KNOWN = re.compile(r"\bknown (?:tumou?r )?(?:[\w-]+ )?\(?$")
AMOUNT = re.compile(
    r"\W{0,3}(?:of |level |by |in |score |status )*(?:\W|posit|negat|high|low|tps|cps|at least|\d)",
)
"""What says how much, so that more than some known result is asked for."""
SCORE = re.compile(r"\b(?:tps|cps|score)\)?$")
SCORED = re.compile(
    r"\W{0,4}(?:(?:score|of|at|least|is|was|must|be|value|expression|level)\W{1,3}){0,4}"
    r"(?:[\u2265>\u2264<=]|\d|posit|negat|high|low|great|more|above|between|equal)"
)
"""A score of a protein, and the amount without which it is only asked about."""
ASKED_ABOUT = re.compile(
    r"\b(?:status|measurements?|tests?|testing|results?|assessments?|assay|analysis|determination|evaluation)$"
)
"""The end of a phrase that names no answer."""
EXPLICIT = _any(
    "over-?expres", "posit", "negat", r"\+", "high", r"-h\b", "defici", "[dp]mmr", "mss", "stable", "wild"
)
"""What in a mention gives the answer that is asked for."""
UNLESS = re.compile(r"\bunless\b")
MUST_NOT = re.compile(r"\b(?:must|should) not (?:have|harbou?r|be|carry)\b[^.;:]*$")
"""What keeps somebody out wherever it stands, under an exclusion heading, too."""
FOUND_NEGATIVE = re.compile(
    r"^[^.;]{0,40}\b(?:and|with) (?:(?:be|are|were|is|was|been|found|tested|have) )*"
    r"negative\s*(?:[.;,)]|$|by\b|on\b|in\b)"
)
REQUIREMENT = re.compile(r"^\W*(?:no\b|must not|patients must not|(?:there )?must be no)")
MODAL = re.compile(r"\b(?:must|should|required)\b|^\W*(?:has|have)\b")
LABEL = re.compile(r"[^\w.;]{0,12}(?:\w+ ?){0,3}(?:\(\w+\))?(?:\s-|\s?:)\s")
HEADING = re.compile(r"[^.;:]{0,40}(?::\s|\s-\w)")
MUST = re.compile(r"\b(?:must|should|will|need to|required|cannot)\b")
