"""A language model that judges each statement of an answer against its quotes, for whoever wants a second opinion."""
