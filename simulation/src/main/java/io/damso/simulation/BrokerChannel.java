package io.damso.simulation;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.AlreadyClosedException;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.ConfirmCallback;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.Return;
import com.rabbitmq.client.ReturnCallback;
import com.rabbitmq.client.ShutdownListener;
import com.rabbitmq.client.ShutdownSignalException;
import io.damso.protocol.BrokerTopology;
import java.io.IOException;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A model of a channel on which a gateway publishes, with the frames on their way in both directions. What was written
 * before a cut may arrive long after it, also after what a later channel published.
 */
final class BrokerChannel implements InvocationHandler {

    /** A live message that is longer on its way than heart-beats allow is lost with its connection. */
    private static final long LONGEST_LIVE = TimeUnit.SECONDS.toNanos(15);

    private static final ShutdownSignalException CLOSED = new ShutdownSignalException(true, false, null, null);

    private final World world;
    private final Link out;
    private final Link back;
    private boolean open = true;
    private boolean cut;
    private long published;
    private @Nullable ConfirmCallback acks;
    private @Nullable ConfirmCallback nacks;
    private @Nullable ReturnCallback returns;
    private @Nullable ShutdownListener shutdowns;

    BrokerChannel(World world, Gateway gateway) {
        this.world = world;
        this.out = world.link(null);
        this.back = world.link(gateway);
    }

    Channel channel() {
        return (Channel)
                Proxy.newProxyInstance(BrokerChannel.class.getClassLoader(), new Class<?>[] {Channel.class}, this);
    }

    /** Returns a connection that opens channels. */
    static Connection connection(Supplier<BrokerChannel> channels) {
        return (Connection) Proxy.newProxyInstance(
                BrokerChannel.class.getClassLoader(), new Class<?>[] {Connection.class}, (proxy, method, args) -> {
                    if (method.getName().equals("createChannel")) {
                        return channels.get().channel();
                    }
                    throw new UnsupportedOperationException(method.getName());
                });
    }

    @Override
    public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] args) throws IOException {
        Object[] given = args == null ? new Object[0] : args;
        switch (method.getName()) {
            case "isOpen" -> {
                return open;
            }
            case "getNextPublishSeqNo" -> {
                return published + 1;
            }
            case "basicPublish" -> publish(given);
            case "addConfirmListener" -> {
                acks = (ConfirmCallback) given[0];
                nacks = (ConfirmCallback) given[1];
            }
            case "addReturnListener" -> returns = (ReturnCallback) given[0];
            case "addShutdownListener" -> shutdowns = (ShutdownListener) given[0];
            case "confirmSelect" -> {}
            case "abort" -> {
                open = false;
                cut = true;
                back.clear();
            }
            default -> throw new UnsupportedOperationException(method.getName());
        }
        return null;
    }

    private void publish(Object[] given) {
        if (!open) {
            throw new AlreadyClosedException(CLOSED);
        }
        long sequence = ++published;
        byte[] body = (byte[]) given[given.length - 1];
        BasicProperties properties = (BasicProperties) given[given.length - 2];
        if (cut) {
            return; // it was written to a socket that nobody reads any more
        }
        if (given[0].equals(BrokerTopology.LIVE_EXCHANGE)) {
            List<String> keys = keys((String) given[1], properties);
            long until = world.now() + LONGEST_LIVE;
            out.execute(() -> {
                if (world.now() <= until) {
                    world.broker().publishLive(body, keys);
                }
            });
        } else {
            out.execute(() -> arrive(sequence, properties, body));
        }
    }

    private static List<String> keys(String first, BasicProperties properties) {
        List<String> keys = new ArrayList<>();
        keys.add(first);
        if (properties.getHeaders() != null && properties.getHeaders().get("CC") instanceof List<?> further) {
            further.forEach(key -> keys.add(String.valueOf(key)));
        }
        return keys;
    }

    private void arrive(long sequence, BasicProperties properties, byte[] body) {
        switch (world.broker().publish(body, properties.getContentType())) {
            case KEPT -> answer(() -> require(acks).handle(sequence, false));
            case REFUSED -> answer(() -> require(nacks).handle(sequence, false));
            case RETURNED ->
                answer(
                        () -> { // nothing comes between the two
                            require(returns)
                                    .handle(new Return(
                                            312, "NO_ROUTE", BrokerTopology.ENVELOPES_EXCHANGE, "1", properties, body));
                            require(acks).handle(sequence, false);
                        });
        }
    }

    private interface Answer {
        void run() throws IOException;
    }

    private void answer(Answer answer) {
        if (cut) {
            return;
        }
        back.execute(() -> {
            try {
                answer.run();
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        });
    }

    private static <T> T require(@Nullable T listener) {
        if (listener == null) {
            throw new IllegalStateException("The channel has no listener");
        }
        return listener;
    }

    /**
     * Cuts the connection.
     *
     * @param outlives whether what was written arrives all the same
     */
    void cut(boolean outlives) {
        if (cut) {
            return;
        }
        cut = true;
        if (!outlives) {
            out.clear();
        }
        back.clear();
        back.execute(() -> {
            open = false;
            ShutdownListener listener = shutdowns;
            if (listener != null) {
                listener.shutdownCompleted(CLOSED);
            }
        });
    }

    /** A confirm overtakes another. */
    void overtake() {
        back.overtake();
    }
}
