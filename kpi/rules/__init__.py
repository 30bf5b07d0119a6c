"""The shipped rule sets, one YAML file each."""

from kpi.ruleset import RuleSet, load_rules, rule_sets

__all__ = ["RuleSet", "load_rules", "rule_sets"]
