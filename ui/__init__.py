"""What every page is made of: its frame, filters, state, data and the way figures are shown."""
