package io.damso.gateway.send;

import com.rabbitmq.client.BlockedListener;
import com.rabbitmq.client.Connection;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.springframework.amqp.AmqpConnectException;
import org.springframework.amqp.rabbit.connection.ConnectionFactory;

/** An in-memory broker: one connection with any number of channels. */
final class StubBroker {

    final List<StubChannel> channels = new CopyOnWriteArrayList<>();
    final AtomicInteger attempts = new AtomicInteger();
    volatile boolean open = true;
    volatile boolean outOfChannels;

    /** The exceptions of the next attempts to connect. */
    volatile @Nullable Throwable failure;

    private volatile @Nullable BlockedListener blocked;

    final Connection connection = stub(Connection.class, (method, arguments) -> switch (method) {
        case "isOpen" -> open;
        case "createChannel" -> outOfChannels ? null : newChannel();
        case "addBlockedListener" -> {
            blocked = (BlockedListener) arguments[0];
            yield null;
        }
        default -> throw new UnsupportedOperationException(method);
    });

    private final org.springframework.amqp.rabbit.connection.Connection springConnection =
            stub(org.springframework.amqp.rabbit.connection.Connection.class, (method, arguments) -> switch (method) {
                case "getDelegate" -> connection;
                default -> throw new UnsupportedOperationException(method);
            });

    final ConnectionFactory connections = stub(ConnectionFactory.class, (method, arguments) -> switch (method) {
        case "getPublisherConnectionFactory" -> null;
        case "createConnection" -> connect();
        default -> throw new UnsupportedOperationException(method);
    });

    private Object newChannel() {
        StubChannel opened = new StubChannel();
        channels.add(opened);
        return opened.channel;
    }

    private Object connect() throws Throwable {
        attempts.incrementAndGet();
        Throwable thrown = failure;
        if (thrown != null) {
            throw thrown;
        }
        return springConnection;
    }

    void refuseConnections() {
        failure = new AmqpConnectException(new IOException("refused"));
    }

    /** Blocks publishers, as an alarm of the broker does, or unblocks them. */
    void block(boolean alarm) throws IOException {
        BlockedListener listener = blocked;
        if (listener == null) {
            throw new IllegalStateException("Nobody has connected");
        }
        if (alarm) {
            listener.handleBlocked("low on memory");
        } else {
            listener.handleUnblocked();
        }
    }

    private interface Answers {

        @Nullable
        Object of(String method, Object[] arguments) throws Throwable;
    }

    private static <T> T stub(Class<T> type, Answers answers) {
        return type.cast(Proxy.newProxyInstance(
                StubBroker.class.getClassLoader(),
                new Class<?>[] {type},
                (proxy, method, arguments) -> answers.of(method.getName(), arguments)));
    }
}
