"""Plan and brief as documents."""
