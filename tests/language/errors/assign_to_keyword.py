# None cannot be assigned to.
None = 5
