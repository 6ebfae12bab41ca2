package io.damso.gateway.send;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.ConfirmCallback;
import com.rabbitmq.client.Return;
import com.rabbitmq.client.ReturnCallback;
import com.rabbitmq.client.ShutdownListener;
import com.rabbitmq.client.ShutdownSignalException;
import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** A channel of a stub broker that confirms on the test's command. Records the published messages. */
final class StubChannel {

    final List<AMQP.BasicProperties> published = new CopyOnWriteArrayList<>();
    final List<String> exchanges = new CopyOnWriteArrayList<>();
    final List<String> routingKeys = new CopyOnWriteArrayList<>();
    final List<byte[]> bodies = new CopyOnWriteArrayList<>();
    volatile boolean open = true;
    volatile boolean broken;
    volatile boolean confirming;
    volatile boolean mandatory = true;

    private @Nullable ConfirmCallback acks;
    private @Nullable ConfirmCallback nacks;
    private @Nullable ReturnCallback returns;
    private @Nullable ShutdownListener shutdown;

    final Channel channel = (Channel)
            Proxy.newProxyInstance(StubChannel.class.getClassLoader(), new Class<?>[] {Channel.class}, this::answer);

    private @Nullable Object answer(Object proxy, Method method, Object[] arguments) throws IOException {
        switch (method.getName()) {
            case "isOpen" -> {
                return open;
            }
            case "getNextPublishSeqNo" -> {
                return published.size() + 1L;
            }
            case "confirmSelect" -> confirming = true;
            case "addConfirmListener" -> {
                acks = (ConfirmCallback) arguments[0];
                nacks = (ConfirmCallback) arguments[1];
            }
            case "addReturnListener" -> returns = (ReturnCallback) arguments[0];
            case "addShutdownListener" -> shutdown = (ShutdownListener) arguments[0];
            case "basicPublish" -> publish(arguments);
            case "abort" -> close();
            default -> throw new UnsupportedOperationException(method.toString());
        }
        return null;
    }

    private void publish(Object[] arguments) throws IOException {
        if (broken) {
            throw new IOException("broken");
        }
        boolean optional = arguments.length == 4; // without the flag "mandatory"
        exchanges.add((String) arguments[0]);
        routingKeys.add((String) arguments[1]);
        mandatory &= !optional && (boolean) arguments[2];
        published.add((AMQP.BasicProperties) arguments[arguments.length - 2]);
        bodies.add((byte[]) arguments[arguments.length - 1]);
    }

    void ack(long sequence, boolean multiple) throws IOException {
        if (acks != null) {
            acks.handle(sequence, multiple);
        }
    }

    void nack(long sequence) throws IOException {
        if (nacks != null) {
            nacks.handle(sequence, false);
        }
    }

    /** Returns a message, as the broker does before the ack. */
    void giveBack(int index) {
        if (returns != null) {
            returns.handle(new Return(312, "NO_ROUTE", "", "", published.get(index), new byte[0]));
        }
    }

    /** Closes the channel, as a stopping broker does. */
    void close() {
        open = false;
        if (shutdown != null) {
            shutdown.shutdownCompleted(new ShutdownSignalException(true, false, null, channel));
        }
    }
}
