"""The words of the business as frozen types: standard library only, no behaviour that needs the outside world."""
