"""What Stripe's messages say, as people and events. Messages come twice and in any order, and end the same."""
