"""What gateways do for subscriptions: the desired and the confirmed state of VLANs, and the jobs between them."""
