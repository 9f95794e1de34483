"""What is wrong with a base, where, and what to do: rules, what runs them, and the forms of their findings."""
