package io.damso.load.client;

import io.damso.bench.scenario.BenchmarkException;
import io.damso.load.count.Recorder;
import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.ssl.SslContext;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/** The event loops of all clients of a run. */
public final class EventLoops implements AutoCloseable {

    private static final int CONNECT_TIMEOUT_MILLIS = 15_000;
    private static final WriteBufferWaterMark WRITABLE = new WriteBufferWaterMark(64 << 10, 256 << 10);

    private final EventLoopGroup group;

    /** The last one is for clients that connect again. */
    private final List<LoopContext> eventLoops;

    private final int threads;
    private final @Nullable SslContext tls;
    private final AtomicInteger next = new AtomicInteger();

    /**
     * Starts the threads.
     *
     * @param threads number of threads for clients that connect for the first time; one thread reads about 150,000
     *     messages per second. Those that connect again have one more thread, so that the others do not wait for TLS
     *     handshakes of this process
     * @param run number of the run, contained in its messages
     * @param certificate file with the certificate of {@code wss} endpoints; null if there are none
     * @throws BenchmarkException if the certificate cannot be read
     */
    public EventLoops(int threads, int run, @Nullable Path certificate) {
        tls = certificate == null ? null : Tls.trusting(certificate);
        IoHandlerFactory handlers = Epoll.isAvailable() ? EpollIoHandler.newFactory() : NioIoHandler.newFactory();
        this.threads = threads;
        group = new MultiThreadIoEventLoopGroup(threads + 1, handlers);
        eventLoops = Stream.generate(group::next)
                .limit(threads + 1)
                .map(loop -> new LoopContext(loop, new Recorder(run)))
                .toList();
    }

    /** Returns the event loop of a client that connects for the first time. */
    LoopContext next() {
        return eventLoops.get(Math.floorMod(next.getAndIncrement(), threads));
    }

    /** Returns the event loop of clients that connect again. */
    LoopContext ofReturning() {
        return eventLoops.getLast();
    }

    /** Returns the bootstrap for a connection to an endpoint, with TLS if its scheme is {@code wss}. */
    Bootstrap bootstrap(LoadClient client, EventLoop loop, URI endpoint) {
        ChannelHandler handler = "wss".equals(endpoint.getScheme()) ? secured(client, endpoint) : client;
        return bootstrap(loop).handler(handler).remoteAddress(endpoint.getHost(), endpoint.getPort());
    }

    private ChannelHandler secured(LoadClient client, URI endpoint) {
        SslContext context = tls;
        if (context == null) {
            throw new BenchmarkException("There is no certificate for " + endpoint);
        }
        return new ChannelInitializer<>() {
            @Override
            protected void initChannel(Channel channel) {
                channel.pipeline()
                        .addLast(context.newHandler(channel.alloc(), endpoint.getHost(), endpoint.getPort()), client);
            }
        };
    }

    private static Bootstrap bootstrap(EventLoop loop) {
        return new Bootstrap()
                .group(loop)
                .channel(
                        Epoll.isAvailable()
                                ? EpollSocketChannel.class.asSubclass(Channel.class)
                                : NioSocketChannel.class)
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, CONNECT_TIMEOUT_MILLIS)
                .option(ChannelOption.WRITE_BUFFER_WATER_MARK, WRITABLE)
                .option(ChannelOption.ALLOCATOR, PooledByteBufAllocator.DEFAULT)
                .option(ChannelOption.RECVBUF_ALLOCATOR, new FixedRecvByteBufAllocator(LoopContext.SCRATCH));
    }

    /** Returns the number of deliveries to all clients. */
    public long delivered() {
        return eventLoops.stream()
                .mapToLong(loop -> loop.recorder().delivered())
                .sum();
    }

    /** Returns the number of deliveries that no client should have received. */
    public long stray() {
        return eventLoops.stream().mapToLong(loop -> loop.recorder().stray()).sum();
    }

    /**
     * Starts to record the latency of messages whose intended time is in this period, of {@link System#nanoTime()}.
     * Earlier latencies are discarded.
     */
    public void time(long from, long to) {
        eventLoops.forEach(loop -> loop.recorder().time(from, to));
    }

    /** Ends the period of {@link #time} at this time, of {@link System#nanoTime()}, or a moment later. */
    public void timeUntil(long to) {
        eventLoops.forEach(loop -> loop.recorder().timeUntil(to));
    }

    /**
     * Waits until every event loop has processed its current tasks. What it wrote is then visible to the calling
     * thread.
     *
     * @throws BenchmarkException if an event loop does not answer within 30 s
     */
    public void settle() {
        try {
            for (LoopContext loop : eventLoops) {
                loop.executor().submit(() -> {}).get(30, TimeUnit.SECONDS);
            }
        } catch (Exception e) {
            throw new BenchmarkException("The load client's threads do not answer: " + e, e);
        }
    }

    /** Returns the latencies of all deliveries since {@link #time}, in nanoseconds. */
    public Histogram latencies() {
        settle();
        Histogram all = new Histogram(eventLoops.getFirst().recorder().latencies());
        eventLoops.forEach(loop -> all.add(loop.recorder().latencies()));
        return all;
    }

    @Override
    public void close() {
        group.shutdownGracefully(0, 10, TimeUnit.SECONDS).awaitUninterruptibly(15, TimeUnit.SECONDS);
    }
}
