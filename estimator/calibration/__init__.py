"""Fits the method's constants to measurements, and tests it on measurements that it was not fitted to."""
