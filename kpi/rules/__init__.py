"""The shipped rule sets, one YAML file each."""

from kpi.rule_files import load_rules, rule_sets
from kpi.ruleset import RuleSet

__all__ = ["RuleSet", "load_rules", "rule_sets"]
