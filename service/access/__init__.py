"""Who somebody is and what they may do: roles, passwords, keys and tokens, sign-in by the institution, limits."""
