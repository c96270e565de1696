"""Places to stand in: the packaged panoramas, the drawn backdrops, an operator's own, a picture somebody sends.

    book = SceneBook(own=Path("scenes"), weights=settings.weights)
    scene = book.scene("panorama", "forest", turn=120, blur=0.4)       # a `Scene`: what is behind, and its light
    scene = from_picture(rgb)                                           # a picture as the scene

An operator puts a panorama (.exr, .hdr, .npz) or a picture into a folder, and beside it a file of the same name with
three lines:

    # scenes/office.toml
    title = "Our office"
    panorama = "office.exr"      # or: picture = "office.jpg"
    turn = 120                   # degrees, what is behind the person
"""

from engine.canvas.scenes.book import Problem, SceneBook
from engine.canvas.scenes.made import from_panorama, from_picture, light_of, mirrored

__all__ = ["Problem", "SceneBook", "from_panorama", "from_picture", "light_of", "mirrored"]
