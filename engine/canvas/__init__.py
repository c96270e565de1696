"""The person's own photo as the template (paper 2.5): cut out, in the light of a scene, in front of it, in a look.

    subject = subjects.prepare(rgb, faces)             # cut-out, normals, the photo's own light
    drawn = draw.draw(subject, recipe, seed=7)         # scene, light, framing, look: one finished picture

``network``, ``cutout``  parsing and matting: who is in the photo, what of them is hair, skin, clothes
``normals``, ``light``   the shape that is lit, the light that was there, the light that comes
``panorama``, ``backdrops``, ``scenes``  what stands behind, each with its light
``compose``              framing, depth of field, contact shadow, light wrap
``looks``, ``grade``     what a style does to the finished picture
``texture``, ``letters`` what looks, overlays and backdrops are made of: noise, and the few words there are
``recipes``              which of all that makes a style: data

Everything is a plain function of its arguments: the same photo, recipe and seed give the same pixels.
"""
