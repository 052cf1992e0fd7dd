"""Tests of the idioms and of the program that measures them."""
