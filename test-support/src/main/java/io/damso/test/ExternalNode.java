package io.damso.test;

/**
 * A broker that was started outside of the test run, with Damso's definitions.
 *
 * @param address where it listens
 */
record ExternalNode(BrokerAddress address) implements BrokerNode {

    @Override
    public void start() {}

    @Override
    public void stop() {
        throw new IllegalStateException("The broker of DAMSO_TEST_RABBITMQ cannot be stopped; unset it for this test");
    }

    @Override
    public void kill() {
        stop();
    }

    @Override
    public void control(String... arguments) {
        throw new IllegalStateException(
                "The broker of DAMSO_TEST_RABBITMQ does not belong to the test run; unset it for this test");
    }

    @Override
    public void close() {}
}
