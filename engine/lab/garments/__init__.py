"""How the finding of clothes is judged: pictures of synthetic people, and where their clothes are."""
