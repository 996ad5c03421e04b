"""What an audit asks: questions that both teams rate, and numbers that both guess."""

from dataclasses import dataclass

from alignment.measures import guesses


@dataclass(frozen=True)
class Question:
    """A question that each team rates from 1 to 5, and answers in words.

    Parameters
    ----------
    id : str
        Names it in the teams' answers and in a saved audit.
    label : str
        Short, for a chart.
    topic : str
        Questions come in groups.
    low, high : str
        What 1 and 5 mean.
    hint : str
        What to write.
    """

    id: str
    label: str
    topic: str
    asked: str
    low: str
    high: str
    hint: str


@dataclass(frozen=True)
class Number:
    """A number that each team guesses; its unit says how it is written (a share is 0 to 1)."""

    name: str
    asked: str
    unit: str


LEADS = "What a lead is"
FOLLOW_UP = "Who follows up"
MEASURED = "What is kept and measured"
TOGETHER = "Working as one"

QUESTIONS = (
    Question(
        "mql_definition",
        "What makes an MQL",
        LEADS,
        "Do we know what makes a lead marketing qualified?",
        "everybody has a rule of their own",
        "one rule, written down, and each hand-off meets it",
        "The rule in one sentence, and where it is written.",
    ),
    Question(
        "sql_definition",
        "What makes an SQL",
        LEADS,
        "Do we know what makes a lead sales qualified?",
        "each rep decides alone",
        "one rule, written down, and each SQL meets it",
        "The rule in one sentence, and who checks it.",
    ),
    Question(
        "shared_definitions",
        "Both agree on definitions",
        LEADS,
        "Does everybody in both teams agree on the definition of a good lead?",
        "two definitions, and nobody has read the other's",
        "anybody, asked in the corridor, says the same",
        "What the other team would say, if asked.",
    ),
    Question(
        "good_leads",
        "Sales gets good leads",
        LEADS,
        "Does Sales get good leads?",
        "most are turned away",
        "nearly all are worth a call",
        "What the last ten were like.",
    ),
    Question(
        "early_follow_up",
        "Care before the hand-off",
        FOLLOW_UP,
        "Is it clear who follows up a lead before the hand-off, and how?",
        "leads wait for something to happen",
        "each lead has somebody, and a next step",
        "Who, how, by when.",
    ),
    Question(
        "fast_follow_up",
        "First contact in time",
        FOLLOW_UP,
        "Is a lead handed off in an agreed way, and contacted as soon as was agreed?",
        "it lies until somebody finds it",
        "in time, Fridays too",
        "How it arrives, who takes it, by when.",
    ),
    Question(
        "later_follow_up",
        "Follow-up after the hand-off",
        FOLLOW_UP,
        "Is it clear who follows up a lead after the hand-off, until it is won or given back?",
        "one call, and then silence",
        "no lead is left without a next step",
        "Who, how often, until when.",
    ),
    Question(
        "feedback_on_leads",
        "The loop is closed",
        FOLLOW_UP,
        "Does Marketing learn what became of the leads, and why?",
        "leads vanish",
        "each one's end and reason is known",
        "Where it is written, and who reads it.",
    ),
    Question(
        "tracked_communication",
        "Contacts are recorded",
        MEASURED,
        "Is what both teams send, say and hear kept where both can see it?",
        "in mailboxes and heads",
        "every contact of both teams, in one place",
        "What is kept where, and what is not.",
    ),
    Question(
        "shared_goals",
        "How teams are measured",
        MEASURED,
        "Is each team measured by figures that also help the other?",
        "what helps one team's figures hurts the other's",
        "both answer for figures that pull the same way",
        "The figures your team is measured by.",
    ),
    Question(
        "known_numbers",
        "Everybody knows the numbers",
        MEASURED,
        "Does everybody know the numbers: leads, MQLs, the wins that are needed?",
        "one has to ask, and gets two answers",
        "known by heart, and the same for all",
        "The numbers that you look at, and how often.",
    ),
    Question(
        "separate_systems",
        "Data in few systems",
        MEASURED,
        "Are the data about a lead in one place, or in few that agree?",
        "many systems and spreadsheets, none of them right",
        "one system that both teams trust",
        "Which systems and lists there are.",
    ),
    Question(
        "service_levels",
        "A service level agreement",
        TOGETHER,
        "Is there a service level agreement that says what each team owes the other?",
        "nothing is agreed",
        "signed, measured, and talked about when missed",
        "What your team owes, and what the other does.",
    ),
    Question(
        "joint_plan",
        "One plan, made together",
        TOGETHER,
        "Is one plan of campaigns and of follow-up made by both teams together?",
        "two plans, and surprises",
        "one plan, made in one room",
        "Who makes it, and when the other team hears of it.",
    ),
    Question(
        "sales_input",
        "Sales' input for content",
        TOGETHER,
        "Does Marketing get from Sales what it needs for content: questions, objections, words?",
        "it guesses",
        "regularly, and it is used",
        "Who tells whom, how, how often.",
    ),
    Question(
        "revisited_definitions",
        "Definitions are revisited",
        TOGETHER,
        "Are definitions and promises looked at again, with the figures at hand?",
        "as they were when somebody left the company",
        "at a fixed date, by both teams",
        "When it was done last, and what was changed.",
    ),
)

COUNTS = {
    "n_contacts": ("Contacts in the market: people who could buy from us", "people"),
    "leads_per_month": ("New leads a month", "leads"),
    "mqls_per_month": ("MQLs a month", "leads"),
    "mql_acceptance_rate": ("Share of hand-offs that Sales accepts", "share"),
    "wins_per_month": ("Wins a month: new customers", "wins"),
    "touches_before_hand_off": ("Things a lead does before its hand-off, median", "touches"),
    "n_systems": ("Separate systems that hold data about leads", "systems"),
}
"""The guesses of an audit beside those of the review and of a score."""

ASKED = {**COUNTS, **guesses.QUESTIONS, **guesses.HAND_OFFS}
"""Every number: its words and its unit, by name."""

NUMBERS = tuple(Number(name, words, unit) for name, (words, unit) in ASKED.items())

IDS = tuple(question.id for question in QUESTIONS)
