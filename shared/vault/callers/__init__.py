"""Who calls, with which permissions, and the transaction of the call."""
