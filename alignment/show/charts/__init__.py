"""Charts of findings: a table and its alternative text in, a figure out. Nothing is computed."""

from alignment.show.charts.attainment import attainment
from alignment.show.charts.audit import evidence, fix_first, gaps, response
from alignment.show.charts.campaign_past import materials, objections, similar_campaigns
from alignment.show.charts.campaign_target import campaign_needs, target
from alignment.show.charts.changes import matured_since, what_changed
from alignment.show.charts.definitions import overlap, passing, passing_by_month
from alignment.show.charts.disputed import disputed_timelines
from alignment.show.charts.feedback import losses, reasons_by_source, stuck
from alignment.show.charts.flows import flows
from alignment.show.charts.funnel import cohort_rates, stage_balance, time_in_stage, touches
from alignment.show.charts.loop import attribution, closed_loop
from alignment.show.charts.needed import needed, needed_by_month
from alignment.show.charts.ranking import ranking
from alignment.show.charts.score_check import mix_changes, score_calibration, score_separation
from alignment.show.charts.scorecards import at_a_glance, metrics_by_month, scorecard
from alignment.show.charts.segments import segments
from alignment.show.charts.service import first_response, held, overdue_by_task, rejections
from alignment.show.charts.stages import cohorts, days_to_convert, period_counts, waterfall
from alignment.show.charts.thresholds import capacity, net_benefit, thresholds
from alignment.show.charts.tracker import tracked
from alignment.show.charts.tuning import spread, steadiness, suggested, two_thresholds

__all__ = [
    "at_a_glance",
    "attainment",
    "attribution",
    "campaign_needs",
    "capacity",
    "closed_loop",
    "cohort_rates",
    "cohorts",
    "days_to_convert",
    "disputed_timelines",
    "evidence",
    "first_response",
    "fix_first",
    "flows",
    "gaps",
    "held",
    "losses",
    "materials",
    "matured_since",
    "metrics_by_month",
    "mix_changes",
    "needed",
    "needed_by_month",
    "net_benefit",
    "objections",
    "overdue_by_task",
    "overlap",
    "passing",
    "passing_by_month",
    "period_counts",
    "ranking",
    "reasons_by_source",
    "rejections",
    "response",
    "score_calibration",
    "score_separation",
    "scorecard",
    "segments",
    "similar_campaigns",
    "spread",
    "stage_balance",
    "steadiness",
    "stuck",
    "suggested",
    "target",
    "thresholds",
    "time_in_stage",
    "touches",
    "tracked",
    "two_thresholds",
    "waterfall",
    "what_changed",
]
