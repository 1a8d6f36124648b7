from hypothesis import settings

# How long an example takes says nothing on a machine that others share, and the first one may compile.
settings.register_profile("house", deadline=None)
settings.load_profile("house")
