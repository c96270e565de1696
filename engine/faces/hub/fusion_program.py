"""Run by another Python (see `fusion`): ``fusion_program.py MODEL TEMPLATE USER OUT``; imports nothing of ours."""

import importlib
import sys


def main(model: str, template: str, user: str, out: str) -> None:
    """Put the face of ``user`` onto ``template`` and write ``out``."""
    import cv2

    # By name: it is a library of that Python's, and none of this project's.
    pipeline = importlib.import_module("modelscope.pipelines").pipeline
    # The program lies in the model's own folder; that it may run was the operator's decision.
    fuse = pipeline("face_fusion_torch", model=model, trust_remote_code=True)
    cv2.imwrite(out, fuse({"template": template, "user": user})["output_img"])


if __name__ == "__main__":
    main(*sys.argv[1:])
