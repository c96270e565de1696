-- What a chat shows is looked for by its place: which message somebody answers, and whether they may open a picture.
-- Not among what is still to be sent: that is found by `outbox_open`, which must stay the better way there.
CREATE INDEX outbox_place ON outbox (place, id) WHERE sent IS NOT NULL;
