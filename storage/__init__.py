"""Everything durable. Knows no chat."""
