"""目標と見通し: how far towards an exam's goal, what it takes, and who consents to be named."""
