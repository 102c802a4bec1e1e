"""Estimates the energy, carbon, water, money and hardware of AI, each as a distribution with its sources."""
