"""Every kind of page, by an address of the core release that shows it."""

KINDS = {
    "first": "/",
    "answer": "/ask?q=What%20does%20ROS1%20fusion%20mean%20for%20pancreatic%20cancer%20patients%3F",
    "typo": "/ask?q=ROS1%20fusoin%20in%20pancratic%20cancer",
    "ambiguous": "/ask?q=MET-positive%20lung%20cancer",
    "several": "/ask?q=KRAS%20G12C%20and%20STK11%20mutation%20in%20lung%20cancer",
    "unknown": "/ask?q=What%20does%20xyzzyplugh%20mean%3F",
    "false premise": "/ask?q=The%20approved%20drug%20larotrectinib%20for%20ROS1%20fusion",
    "biomarker": "/b/ros1-fusion",
    "pair": "/b/ros1-fusion/c/pancreatic-cancer",
    "nothing known": "/b/ros1-fusion/c/gastric-cancer",
    "past": "/b/ros1-fusion/c/pancreatic-cancer?as_of=2020-01-01&agency=EMA",
    "cancer": "/c/pancreatic-cancer",
    "drug": "/d/crizotinib",
    "questions": "/print/questions?b=ros1-fusion&c=pancreatic-cancer",
    "browse": "/browse",
    "list": "/browse/cancers",
    "guidelines": "/guidelines",
    "sources": "/sources",
    "new": "/new",
    "no such thing": "/b/xyzzy-fusion",
    "no such page": "/nowhere",
    "unreadable": "/ask?q=",
}
RICH = KINDS | {
    "many studies": "/b/kras-g12c/c/non-small-cell-lung-cancer",
    "trials elsewhere": "/b/nrg1-fusion/c/pancreatic-cancer",
    "named with its change": "/ask?q=HER2-positive%20breast%20cancer",
    "unknown gene": "/ask?q=FOO9%20mutation%20in%20lung%20cancer",
    "conflict": "/ask?q=KRAS%20mutation%20in%20lung%20cancer",
}
"""The same and more, of a release with studies and trials."""
ERRORS = {"no such thing": 404, "no such page": 404, "unreadable": 400}
