"""Look at a template before anybody is put into it (paper 2.5.3): number its faces, say which cannot be redrawn."""

from __future__ import annotations

from collections.abc import Callable

from engine.bases import steering
from engine.errors import UnsafePictureError
from engine.faces import forbidden, templates
from engine.faces.images import save_clean
from engine.models import Models
from engine.requests import Progress
from engine.safety.nudity import NUDE
from engine.tasks.template import places, posing
from engine.tasks.template.request import InspectTemplate, NoFaceInTemplateError, TemplateFace, TemplateFaces


def run(
    request: InspectTemplate, models: Models, progress: Callable[[Progress], None], cancelled: Callable[[], bool]
) -> TemplateFaces:
    """Number the faces of ``request.template`` and write the numbered picture.

    Raises:
        BadPhotoError: the file is no picture, or too large.
        NoFaceInTemplateError: nobody is seen in it.
        BlockedFaceError: somebody in it has forbidden their face.
        UnsafePictureError: the nudity check refuses it.
        PoseNotHereError, NoPoseError, UnfitFaceError: of a pose, as `posing.inspect`.
        WeightMissingError: a ControlNet the drawing will need is not there: better now than after the wait.
        DiskFullError: no room for the numbered picture.
    """
    if request.pose:
        return posing.inspect(request, models)
    if places.are_in(request.template):
        return places.inspect(request)
    faces = models.faces
    rgb = faces.load(request.template)
    if faces.nude(rgb) >= NUDE:
        raise UnsafePictureError
    forbidden.require_none(faces, rgb, request.forbidden)
    found = templates.spots(faces, rgb)
    if not found:
        raise NoFaceInTemplateError
    if not steering.own_pixels(models.family):  # else nothing is drawn
        steering.require(models.family, models.settings.weights, steering.TEMPLATE)
    save_clean(templates.numbered(rgb, found), request.numbered)
    height, width = rgb.shape[:2]
    return TemplateFaces(
        faces=tuple(
            TemplateFace(
                number=spot.number,
                box=tuple(float(v) for v in spot.face.box / [width, height, width, height]),
                problem=spot.problem,
            )
            for spot in found
        ),
        numbered=request.numbered,
        backends=dict(faces.backends),
    )
