"""How the gallery of template pictures is made: people, scenes, and the sheet they are composed on."""
