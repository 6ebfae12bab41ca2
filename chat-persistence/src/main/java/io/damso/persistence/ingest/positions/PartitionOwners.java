package io.damso.persistence.ingest.positions;

import java.util.Optional;

/**
 * The stored owners. Queues have a single active consumer, but RabbitMQ does not tell a process that its consumer became
 * active, or that another one was active in between. All methods throw a
 * {@link org.springframework.dao.DataAccessException} if the store does not answer. Thread-safe.
 */
interface PartitionOwners {

    /** Returns the owner, or empty if there is none. */
    Optional<PartitionOwner> of(int partition);

    /** Returns whether the owner is this one. */
    default boolean isOwner(int partition, String epoch) {
        return of(partition).filter(owner -> owner.epoch().equals(epoch)).isPresent();
    }

    /** Replaces the owner. */
    void take(int partition, String epoch);

    /** Notes that the owner runs; returns false if there is another one. */
    boolean beat(int partition, String epoch);

    /** Ends the ownership, so that another process need not wait. */
    void release(int partition, String epoch);
}
