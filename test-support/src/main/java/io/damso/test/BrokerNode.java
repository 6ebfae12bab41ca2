package io.damso.test;

/** One RabbitMQ node: native, in a container or external. Not thread-safe. */
interface BrokerNode extends AutoCloseable {

    /** Returns the node's address; the same after every start. */
    BrokerAddress address();

    /** Starts the node and returns when it accepts clients; durable data of the last run is available. */
    void start();

    /** Stops the node gracefully. */
    void stop();

    /** Kills the node. */
    void kill();

    /** Runs {@code rabbitmqctl} on the node and returns when it has succeeded. */
    void control(String... arguments);

    /** Stops the node and deletes its files. */
    @Override
    void close();
}
