package io.damso.test;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import io.damso.protocol.BrokerTopology;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;

/**
 * A real RabbitMQ with the definitions, configuration and plugins of {@code deploy/rabbitmq}. All test classes of a JVM
 * share it; the first one starts it, and it is removed after the last.
 *
 * <pre>{@code
 * @RegisterExtension
 * static final RabbitBroker broker = RabbitBroker.shared();
 * }</pre>
 *
 * <p>It is, in this order: the broker at {@code DAMSO_TEST_RABBITMQ} ({@code host:amqpPort:stompPort}, passwords in
 * {@code DAMSO_RABBITMQ_…_PASSWORD}); a container, where a Docker engine answers and has the image; the installed
 * {@code rabbitmq-server} as a private node. {@code DAMSO_TEST_BROKER} set to {@code container} or {@code native}
 * allows only that one. If there is none, the test fails.
 *
 * <p>Before each class the broker is running and its durable queues are empty. The queues are shared, so test classes
 * that use it must not run at the same time in one JVM.
 */
public final class RabbitBroker implements BeforeAllCallback {

    private static final RabbitBroker SHARED = new RabbitBroker(System.getenv(), null);
    private static final String NOTHING_FOUND = """
            These tests need RabbitMQ and found none. Do one of:
              - install it: apt-get install rabbitmq-server (3.10 or newer)
              - start Docker and: docker pull rabbitmq:4-management
              - set DAMSO_TEST_RABBITMQ=host:amqpPort:stompPort for a broker with deploy/rabbitmq/definitions.json""";

    private final Map<String, String> environment;
    private final @Nullable TestCertificates certificates;
    private @Nullable Credentials credentials;
    private @Nullable BrokerNode node;

    private RabbitBroker(Map<String, String> environment, @Nullable TestCertificates certificates) {
        this.environment = environment;
        this.certificates = certificates;
    }

    /**
     * Returns a broker for one test class with TLS listeners only; the class starts and removes it.
     *
     * @param certificates the certificates of its listeners
     */
    public static RabbitBroker encrypted(TestCertificates certificates) {
        return new RabbitBroker(System.getenv(), certificates);
    }

    /** Returns a broker of one test class, which starts and removes it; for what no other test may notice. */
    public static RabbitBroker separate() {
        return new RabbitBroker(System.getenv(), null);
    }

    /** Returns the broker of this JVM. */
    public static RabbitBroker shared() {
        return SHARED;
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        start();
        context.getRoot().getStore(Namespace.create(RabbitBroker.class)).computeIfAbsent(RabbitBroker.class, key ->
                (AutoCloseable) this::remove);
        emptyQueues();
    }

    /** Starts the broker on its previous ports and returns when it accepts clients. Does nothing if it runs. */
    public synchronized void start() {
        if (node == null) {
            node = choose();
        }
        node.start();
    }

    /** Stops the broker gracefully; durable data is available again after {@link #start}. */
    public synchronized void stop() {
        node().stop();
    }

    /** Kills the broker; confirmed messages are available again after {@link #start}. */
    public synchronized void kill() {
        node().kill();
    }

    /** Runs {@code rabbitmqctl} with the arguments. The caller must undo changes, because the broker is shared. */
    public synchronized void control(String... arguments) {
        node().control(arguments);
    }

    /** Returns the address to connect to. */
    public String host() {
        return node().address().host();
    }

    /** Returns the port for AMQP 0-9-1; the same after a restart. */
    public int amqpPort() {
        return node().address().amqpPort();
    }

    /** Returns the port for STOMP over TCP; the same after a restart. */
    public int stompPort() {
        return node().address().stompPort();
    }

    /** Returns the port of the HTTP API; the same after a restart, 0 for an external broker. */
    public int managementPort() {
        return node().address().managementPort();
    }

    /** Returns the virtual host of the definitions. */
    public String virtualHost() {
        return BrokerTopology.VIRTUAL_HOST;
    }

    /** Returns the password of a user. */
    public synchronized String password(BrokerUser user) {
        if (credentials == null) {
            throw notStarted();
        }
        return credentials.password(user);
    }

    /**
     * Opens an AMQP connection that does not recover by itself; the caller closes it.
     *
     * @throws IOException if the broker does not answer or refuses the user
     */
    public Connection connect(BrokerUser user) throws IOException {
        ConnectionFactory factory = new ConnectionFactory();
        factory.setHost(host());
        factory.setPort(amqpPort());
        factory.setVirtualHost(virtualHost());
        factory.setUsername(user.login());
        factory.setPassword(password(user));
        factory.setAutomaticRecoveryEnabled(false);
        if (certificates != null) {
            factory.useSslProtocol(certificates.context());
        }
        try {
            return factory.newConnection("test");
        } catch (TimeoutException e) {
            throw new IOException(e);
        }
    }

    private BrokerNode choose() {
        String address = environment.get("DAMSO_TEST_RABBITMQ");
        if (address != null && certificates == null) {
            credentials = Credentials.fromEnvironment();
            return new ExternalNode(BrokerAddress.parse(address));
        }
        Credentials random = Credentials.random();
        credentials = random;
        BrokerFiles files = new BrokerFiles(random, certificates);
        String only = environment.getOrDefault("DAMSO_TEST_BROKER", "");
        if (!only.equals("native") && ContainerNode.isAvailable()) {
            return new ContainerNode(random, files);
        }
        if (!only.equals("container") && NativeNode.installedScript().isPresent()) {
            return new NativeNode(NativeNode.installedScript().get(), random, files);
        }
        throw new IllegalStateException(NOTHING_FOUND);
    }

    private void emptyQueues() {
        try (Connection connection = connect(BrokerUser.ADMIN);
                Channel channel = connection.createChannel()) {
            for (String queue : BrokerTopology.partitionQueues()) {
                channel.queuePurge(queue);
            }
            channel.queuePurge(BrokerTopology.DEAD_LETTER_QUEUE);
            channel.queuePurge(BrokerTopology.MEMBERSHIP_QUEUE);
            channel.queuePurge(BrokerTopology.LEASES_QUEUE);
        } catch (IOException | TimeoutException e) {
            throw new IllegalStateException("Queues of the test broker could not be emptied", e);
        }
    }

    /** Stops the broker and deletes its data. Does nothing if it never ran. */
    public synchronized void remove() {
        if (node != null) {
            node.close();
            node = null;
        }
    }

    private synchronized BrokerNode node() {
        if (node == null) {
            throw notStarted();
        }
        return node;
    }

    private static IllegalStateException notStarted() {
        return new IllegalStateException("Register RabbitBroker.shared() with @RegisterExtension first");
    }
}
