package io.damso.gateway.relay;

import io.netty.channel.ChannelOption;
import io.netty.handler.ssl.SslContext;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
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
 * Spring's TCP client. Uses the addresses in rotation, and {@link Backoff} instead of the fixed five seconds of
 * Spring's relay.
 */
final class BrokerTcpClient implements TcpOperations<byte[]> {

    private static final int CONNECT_TIMEOUT_MILLIS = 3_000;

    private final List<InetSocketAddress> addresses;
    private final @Nullable SslContext tls;
    private final AtomicInteger connections = new AtomicInteger();
    private final ReactorNettyTcpClient<byte[]> client;
    private volatile boolean stopped;

    /**
     * Creates a client.
     *
     * @param addresses unresolved; each connection uses the next one
     * @param tls TLS context; null for connections without TLS
     */
    BrokerTcpClient(List<InetSocketAddress> addresses, @Nullable SslContext tls) {
        this.addresses = addresses;
        this.tls = tls;
        this.client = new ReactorNettyTcpClient<>(this::configure, new StompReactorNettyCodec(new StompDecoder()));
        this.client.setLogger(SimpLogging.forLog(client.getLogger()));
    }

    private TcpClient configure(TcpClient tcp) {
        TcpClient secured = tls == null ? tcp : tcp.secure(spec -> spec.sslContext(tls));
        return secured.remoteAddress(this::nextAddress)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, CONNECT_TIMEOUT_MILLIS)
                .option(ChannelOption.SO_KEEPALIVE, true);
    }

    private InetSocketAddress nextAddress() {
        return addresses.get(Math.floorMod(connections.getAndIncrement(), addresses.size()));
    }

    @Override
    public CompletableFuture<@Nullable Void> connectAsync(TcpConnectionHandler<byte[]> handler) {
        return client.connectAsync(handler);
    }

    @Override
    public CompletableFuture<@Nullable Void> connectAsync(
            TcpConnectionHandler<byte[]> handler, ReconnectStrategy replaced) {
        return client.connectAsync(handler, reconnects());
    }

    /** Returns the strategy for reconnects. It stops after the shutdown, which Spring's client does not record. */
    ReconnectStrategy reconnects() {
        Backoff backoff = new Backoff();
        return attempt -> stopped ? null : backoff.next(System.nanoTime());
    }

    @Override
    public CompletableFuture<@Nullable Void> shutdownAsync() {
        stopped = true;
        return client.shutdownAsync();
    }

    @Override
    public String toString() {
        return addresses.toString();
    }
}
