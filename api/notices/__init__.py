"""Notices: whoever an act touches is told, once; by e-mail and webhook too where that is set up."""
