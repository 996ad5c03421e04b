"""What every test shares."""

from hypothesis import settings

settings.register_profile("steady", deadline=None, max_examples=40)
settings.load_profile("steady")
