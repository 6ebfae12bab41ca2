package io.damso.gateway.relay;

import io.damso.edge.broker.AddressRotation;
import io.netty.channel.ChannelOption;
import io.netty.handler.ssl.SslContext;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.springframework.messaging.simp.SimpLogging;
import org.springframework.messaging.simp.stomp.StompDecoder;
import org.springframework.messaging.simp.stomp.StompReactorNettyCodec;
import org.springframework.messaging.tcp.ReconnectStrategy;
import org.springframework.messaging.tcp.TcpConnectionHandler;
import org.springframework.messaging.tcp.TcpOperations;
import org.springframework.messaging.tcp.reactor.ReactorNettyTcpClient;
import reactor.netty.tcp.TcpClient;

/**
 * Spring's TCP client, with {@link Backoff} instead of the fixed five seconds of Spring's relay. Each attempt uses
 * another address. The session that Spring's relay keeps for itself and the session of the node's queue begin at
 * different brokers, so that the loss of one does not delay the return of the other.
 */
final class BrokerTcpClient implements TcpOperations<byte[]> {

    private static final int CONNECT_TIMEOUT_MILLIS = 3_000;

    /** A broker that hangs accepts connections, because the kernel does, and then does not answer. */
    private static final long ANSWER_TIMEOUT_MILLIS = 3_000;

    private final List<InetSocketAddress> addresses;
    private final @Nullable SslContext tls;
    private final ReactorNettyTcpClient<byte[]> systemClient;
    private final ReactorNettyTcpClient<byte[]> nodeClient;
    private volatile boolean stopped;

    /**
     * Creates a client.
     *
     * @param addresses unresolved
     * @param first number of the address that the relay's own session begins with; that of the node's queue begins with
     *     the next one
     * @param tls TLS context; null for connections without TLS
     */
    BrokerTcpClient(List<InetSocketAddress> addresses, int first, @Nullable SslContext tls) {
        this.addresses = addresses;
        this.tls = tls;
        this.systemClient = client(new AddressRotation<>(addresses, first));
        this.nodeClient = client(new AddressRotation<>(addresses, first + 1));
    }

    private ReactorNettyTcpClient<byte[]> client(AddressRotation<InetSocketAddress> rotation) {
        ReactorNettyTcpClient<byte[]> client = new ReactorNettyTcpClient<>(
                tcp -> configure(tcp, rotation), new StompReactorNettyCodec(new StompDecoder()));
        client.setLogger(SimpLogging.forLog(client.getLogger()));
        return client;
    }

    private TcpClient configure(TcpClient tcp, AddressRotation<InetSocketAddress> rotation) {
        TcpClient secured = tls == null ? tcp : tcp.secure(spec -> spec.sslContext(tls));
        return secured.remoteAddress(() -> rotation.next().getFirst())
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, CONNECT_TIMEOUT_MILLIS)
                .option(ChannelOption.SO_KEEPALIVE, true);
    }

    /** Connects the session of the node's queue, which has a timeout of its own for the broker's answer. */
    @Override
    public CompletableFuture<@Nullable Void> connectAsync(TcpConnectionHandler<byte[]> handler) {
        return nodeClient.connectAsync(handler);
    }

    /** Connects the relay's own session. */
    @Override
    public CompletableFuture<@Nullable Void> connectAsync(
            TcpConnectionHandler<byte[]> handler, ReconnectStrategy replaced) {
        return systemClient.connectAsync(new AnswerTimeout(handler, ANSWER_TIMEOUT_MILLIS), reconnects());
    }

    /** Returns the strategy for reconnects. It stops after the shutdown, which Spring's client does not record. */
    ReconnectStrategy reconnects() {
        Backoff backoff = new Backoff();
        return attempt -> stopped ? null : backoff.next(System.nanoTime());
    }

    @Override
    public CompletableFuture<@Nullable Void> shutdownAsync() {
        stopped = true;
        CompletableFuture<@Nullable Void> node = nodeClient.shutdownAsync();
        return systemClient.shutdownAsync().thenCompose(done -> node);
    }

    @Override
    public String toString() {
        return addresses.toString();
    }
}
