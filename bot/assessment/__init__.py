"""The assessment: facts and packs in, what is owed out. Pure: it reads no clock, no database and no Slack."""
