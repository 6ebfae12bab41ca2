package io.damso.gateway.admission;

import io.damso.edge.limits.ClientAddress;
import io.damso.gateway.RefusedException;

/** Admissions of a node with high limits for the node and for each address. */
public final class TestPlaces {

    private static final int FAR = 1_000;

    private TestPlaces() {}

    /** Returns admissions with this limit for each user. */
    public static Admissions places(int perUser) {
        return new Admissions(new SessionLimits(FAR, perUser, FAR));
    }

    public static Admission claimed(Admissions places) {
        try {
            Admission place = places.admit(new ClientAddress("192.0.2.1"));
            place.claim();
            return place;
        } catch (RefusedException e) {
            throw new IllegalStateException(e);
        }
    }
}
