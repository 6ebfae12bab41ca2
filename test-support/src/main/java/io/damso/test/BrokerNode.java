package io.damso.test;

/** One RabbitMQ node, however it runs. Not safe for use by many threads. */
interface BrokerNode extends AutoCloseable {

    /** Returns where the node listens; the same after every start. */
    BrokerAddress address();

    /** Starts the node and returns when it serves clients; what was durable is there again. */
    void start();

    /** Stops the node in good order. */
    void stop();

    /** Ends the node at once, as a power cut would. */
    void kill();

    /** Runs {@code rabbitmqctl} on the node and returns when it has ended well. */
    void control(String... arguments);

    /** Ends the node and removes what it wrote. */
    @Override
    void close();
}
