"""The only place that joins the rooms: prep, train, demo."""
