"""The linear program over months: its columns and prices, pricing, how it is solved, and what stands in for it."""
