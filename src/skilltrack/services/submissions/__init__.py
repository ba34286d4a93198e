"""What employees send beside answers (届出): the desk, collecting, listing, confirming."""
