"""How the cut-out network was made: teachers, photos, training, measuring. See engine/canvas/cutnet/README.md."""
