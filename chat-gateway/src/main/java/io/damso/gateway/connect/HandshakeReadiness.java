package io.damso.gateway.connect;

import io.damso.gateway.admission.Admissions;
import io.damso.gateway.limits.HandshakeRates;
import io.damso.gateway.relay.BrokerAvailability;
import io.damso.gateway.send.PublisherAvailability;
import org.springframework.boot.availability.ApplicationAvailability;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.stereotype.Component;

/** Whether this node accepts handshakes. Thread-safe; a call costs a few volatile reads. */
@Component
final class HandshakeReadiness {

    private final ApplicationAvailability application;
    private final BrokerAvailability relay;
    private final PublisherAvailability publisher;
    private final Admissions admissions;
    private final HandshakeRates rates;

    HandshakeReadiness(
            ApplicationAvailability application,
            BrokerAvailability relay,
            PublisherAvailability publisher,
            Admissions admissions,
            HandshakeRates rates) {
        this.application = application;
        this.relay = relay;
        this.publisher = publisher;
        this.admissions = admissions;
        this.rates = rates;
    }

    /**
     * Returns whether the node is ready: it has started, is not stopping, and is connected to the broker for publishing
     * and for delivery.
     */
    boolean isReady() {
        return application.getReadinessState() == ReadinessState.ACCEPTING_TRAFFIC
                && relay.isAvailable()
                && publisher.isAvailable();
    }

    /** Returns whether the node is ready and has capacity and rate for another session. Reserves nothing. */
    boolean hasRoom() {
        return isReady() && admissions.hasRoom() && rates.allowAnother();
    }
}
