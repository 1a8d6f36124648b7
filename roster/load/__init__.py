"""The load floor: offered calls → seats (Erlang C and A), and arrivals of the past → the load of a month."""
