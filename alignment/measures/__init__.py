"""Pure measures: history and agreement in, `Finding` out. No disk, no drawing."""
