package io.damso.load.client;

import io.damso.bench.scenario.BenchmarkException;
import io.damso.load.count.Recorder;
import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.Channel;
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
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.HdrHistogram.Histogram;

/** The threads that all clients of a run live on. */
public final class Loops implements AutoCloseable {

    private static final int CONNECT_TIMEOUT_MILLIS = 15_000;
    private static final WriteBufferWaterMark WRITABLE = new WriteBufferWaterMark(64 << 10, 256 << 10);

    private final EventLoopGroup group;
    private final List<Loop> loops;
    private final AtomicInteger next = new AtomicInteger();

    /**
     * Starts the threads.
     *
     * @param threads how many; one reads about 150,000 messages a second
     * @param run number that the messages of this run carry
     */
    public Loops(int threads, int run) {
        IoHandlerFactory handlers = Epoll.isAvailable() ? EpollIoHandler.newFactory() : NioIoHandler.newFactory();
        group = new MultiThreadIoEventLoopGroup(threads, handlers);
        loops = Stream.generate(group::next).limit(threads).map(loop -> new Loop(loop, new Recorder(run))).toList();
    }

    Loop next() {
        return loops.get(Math.floorMod(next.getAndIncrement(), loops.size()));
    }

    Bootstrap bootstrap(EventLoop loop) {
        return new Bootstrap().group(loop)
                .channel(Epoll.isAvailable()
                        ? EpollSocketChannel.class.asSubclass(Channel.class) : NioSocketChannel.class)
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, CONNECT_TIMEOUT_MILLIS)
                .option(ChannelOption.WRITE_BUFFER_WATER_MARK, WRITABLE)
                .option(ChannelOption.ALLOCATOR, PooledByteBufAllocator.DEFAULT)
                .option(ChannelOption.RECVBUF_ALLOCATOR, new FixedRecvByteBufAllocator(Loop.SCRATCH));
    }

    /** Returns how many deliveries all clients have had. */
    public long delivered() {
        return loops.stream().mapToLong(loop -> loop.recorder().delivered()).sum();
    }

    /** Returns how many deliveries belonged to nobody. */
    public long stray() {
        return loops.stream().mapToLong(loop -> loop.recorder().stray()).sum();
    }

    /** Begins to time messages that should be sent between these times of {@link System#nanoTime()}. */
    public void time(long from, long to) {
        loops.forEach(loop -> loop.recorder().time(from, to));
    }

    /** Waits until every thread has handled what it knew of, and makes what it has written visible here. */
    public void settle() {
        try {
            for (Loop loop : loops) {
                loop.executor().submit(() -> { }).get(30, TimeUnit.SECONDS);
            }
        } catch (Exception e) {
            throw new BenchmarkException("The load client's threads do not answer: " + e, e);
        }
    }

    /** Returns the times of all deliveries since {@link #time}, in nanoseconds. */
    public Histogram latencies() {
        settle();
        Histogram all = new Histogram(loops.getFirst().recorder().latencies());
        loops.forEach(loop -> all.add(loop.recorder().latencies()));
        return all;
    }

    @Override
    public void close() {
        group.shutdownGracefully(0, 10, TimeUnit.SECONDS).awaitUninterruptibly(15, TimeUnit.SECONDS);
    }
}
