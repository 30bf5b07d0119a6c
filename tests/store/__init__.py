"""Tests of the store, on real files, real processes and real databases."""
