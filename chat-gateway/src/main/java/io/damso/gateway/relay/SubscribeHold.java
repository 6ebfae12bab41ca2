package io.damso.gateway.relay;

import java.util.function.BooleanSupplier;

/**
 * Delays the SUBSCRIBEs of rooms after a reconnect while cached memberships are not valid, for a bounded time, so that
 * a member who was removed during the outage receives no messages.
 *
 * @param membershipsValid whether all cached memberships are valid
 * @param longestNanos maximum delay after the session was connected
 */
record SubscribeHold(BooleanSupplier membershipsValid, long longestNanos) {

    /**
     * Returns whether SUBSCRIBEs are delayed at present.
     *
     * @param connectedForNanos time since the session was connected
     */
    boolean isOn(long connectedForNanos) {
        return connectedForNanos < longestNanos && !membershipsValid.getAsBoolean();
    }
}
