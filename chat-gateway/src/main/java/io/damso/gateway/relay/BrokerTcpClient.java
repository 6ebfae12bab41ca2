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
 * Spring's TCP client, with another address for every connection, and with our back-off where Spring's relay asks for five
 * seconds each time.
 */
final class BrokerTcpClient implements TcpOperations<byte[]> {

    private static final int CONNECT_TIMEOUT_MILLIS = 3_000;

    private final List<InetSocketAddress> addresses;
    private final @Nullable SslContext tls;
    private final AtomicInteger connections = new AtomicInteger();
    private final ReactorNettyTcpClient<byte[]> client;

    /**
     * Creates a client.
     *
     * @param addresses unresolved; one of them is taken for each connection
     * @param tls what to encrypt with, null for not at all
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
        Backoff backoff = new Backoff();
        return client.connectAsync(handler, attempt -> backoff.next(System.nanoTime()));
    }

    @Override
    public CompletableFuture<@Nullable Void> shutdownAsync() {
        return client.shutdownAsync();
    }

    @Override
    public String toString() {
        return addresses.toString();
    }
}
