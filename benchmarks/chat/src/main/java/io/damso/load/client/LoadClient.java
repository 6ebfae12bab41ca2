package io.damso.load.client;

import io.damso.load.count.Ledger;
import io.damso.load.wire.Handshake;
import io.damso.load.wire.ProtocolException;
import io.damso.load.wire.StreamDecoder;
import io.damso.load.wire.WebSocketReader;
import io.damso.load.wire.WebSocketWriter;
import io.damso.load.wire.WireEvents;
import io.damso.load.wire.WireProtocol;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One connection, from the handshake and the subscription to its end. Received bytes are copied once, into an array
 * that all clients of the thread share, and counted there.
 */
public final class LoadClient extends ChannelInboundHandlerAdapter implements WireEvents, WebSocketReader.Listener {

    /**
     * Receive buffer of a stalled client in bytes. It is small so that the server is affected soon. Below the size of a
     * loopback segment the window would never open again.
     */
    private static final int SMALL_BUFFER = 256 << 10;

    private final EventLoops eventLoops;
    private final LoopContext loop;
    private final WireProtocol protocol;
    private final Identity identity;
    private final ClientEvents events;
    private final StreamDecoder decoder;
    private final WebSocketReader reader = new WebSocketReader(this);

    private @Nullable Handshake handshake = new Handshake();
    private volatile @Nullable Channel channel;
    private volatile boolean ready;
    private boolean closing;
    private boolean ended;
    private boolean resumed;
    private @Nullable String resumeFailure;
    private int code = Ending.BROKEN;
    private String reason = "the connection was lost";
    private long now;

    /** Creates a client that is not connected. */
    public LoadClient(EventLoops eventLoops, WireProtocol protocol, Identity identity, ClientEvents events) {
        this(eventLoops, eventLoops.next(), protocol, identity, events);
    }

    private LoadClient(
            EventLoops eventLoops, LoopContext loop, WireProtocol protocol, Identity identity, ClientEvents events) {
        this.eventLoops = eventLoops;
        this.loop = loop;
        this.protocol = protocol.forConnection();
        this.identity = identity;
        this.events = events;
        this.decoder = this.protocol.decoder(this);
    }

    /** Creates a client that is not connected, in place of one whose connection has ended. */
    public static LoadClient returning(
            EventLoops eventLoops, WireProtocol protocol, Identity identity, ClientEvents events) {
        return new LoadClient(eventLoops, eventLoops.ofReturning(), protocol, identity, events);
    }

    /** Starts to connect; the result is reported by the events. */
    public void connect() {
        eventLoops
                .bootstrap(this, loop.executor(), identity.endpoint())
                .connect()
                .addListener((ChannelFuture connected) -> {
                    if (!connected.isSuccess()) {
                        reason = String.valueOf(connected.cause().getMessage());
                        end();
                    }
                });
    }

    /** Returns the identity. */
    public Identity identity() {
        return identity;
    }

    /** Returns whether the client is connected and subscribed. */
    public boolean ready() {
        return ready;
    }

    /**
     * Returns whether the subscription began with everything that was missed since the last connection. Known when
     * {@link ClientEvents#ready} is called, and only on the event loop.
     */
    public boolean resumed() {
        return resumed;
    }

    /** Returns why what was missed was not delivered, like {@link #resumed()}; null if it was, or was not asked for. */
    public @Nullable String resumeFailure() {
        return resumeFailure;
    }

    /** Returns whether the connection can accept more data. If not, senders must wait. */
    public boolean writable() {
        Channel open = channel;
        return open != null && open.isWritable();
    }

    /**
     * Sends a message. Does nothing without a connection. Thread-safe.
     *
     * @param receipt number of the requested acknowledgement, at least 2 for a subscriber; 0 for none
     */
    public void send(String destination, byte[] body, int receipt) {
        Channel open = channel;
        if (open != null) {
            if (receipt > 0) {
                events.sent(this, receipt);
            }
            write(open, protocol.message(destination, body, receipt));
        }
    }

    /** Stops reading from the socket, like a suspended client; false resumes. */
    public void stall(boolean stalled) {
        Channel open = channel;
        if (open != null) {
            if (stalled) {
                open.config().setOption(ChannelOption.SO_RCVBUF, SMALL_BUFFER);
            }
            open.config().setAutoRead(!stalled);
        }
    }

    /** Runs an action on the event loop of this client after a delay. */
    public void later(Runnable what, long millis) {
        loop.executor().schedule(what, millis, TimeUnit.MILLISECONDS);
    }

    /** Records messages from the history, on the event loop of this client. */
    public void recover(Ledger ledger, byte[] page) {
        loop.executor().execute(() -> loop.recorder().recover(ledger, page));
    }

    /** Sends a close frame and closes the connection. */
    public void close() {
        Channel open = channel;
        if (open != null) {
            loop.executor().execute(() -> {
                closing = true;
                open.writeAndFlush(WebSocketWriter.close(open.alloc()));
                open.close();
            });
        }
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        channel = context.channel();
        Handshake opening = handshake;
        if (opening != null) {
            byte[] request = opening.request(identity.endpoint(), protocol.subprotocol());
            context.writeAndFlush(context.alloc().buffer(request.length).writeBytes(request), context.voidPromise());
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        now = System.nanoTime();
        ByteBuf buffer = (ByteBuf) message;
        int length = buffer.readableBytes();
        byte[] bytes = loop.scratch();
        buffer.readBytes(bytes, 0, length).release();
        int from = 0;
        if (handshake != null) {
            from = handshake.read(bytes, 0, length);
            if (from < 0) {
                return;
            }
            handshake = null;
            say(protocol.greeting(identity.token()));
        }
        reader.read(bytes, from, length);
    }

    @Override
    public void payload(byte[] bytes, int from, int to) {
        decoder.decode(bytes, from, to);
    }

    @Override
    public void connected() {
        byte[] next = subscription();
        if (next.length == 0) {
            becomeReady();
        } else {
            say(next);
        }
    }

    private byte[] subscription() {
        String destination = identity.destination();
        Position last = identity.position();
        String position = last == null ? null : last.beginSubscription();
        return destination == null || position == null
                ? protocol.subscription(destination)
                : protocol.resumption(destination, position);
    }

    @Override
    public void position(byte[] bytes, int from, int to) {
        Position newest = identity.position();
        if (newest != null) {
            newest.reached(bytes, from, to);
        }
    }

    @Override
    public void resumed(@Nullable String failure) {
        resumed = failure == null;
        resumeFailure = failure;
        Position newest = identity.position();
        if (newest != null && failure != null) {
            newest.notRecovered();
        }
    }

    @Override
    public void acknowledged(int number) {
        if (ready) {
            events.acknowledged(this, number);
        } else {
            becomeReady();
        }
    }

    @Override
    public void message(byte[] bytes, int from, int to) {
        Ledger ledger = identity.ledger();
        if (ledger != null) {
            loop.recorder().record(ledger, bytes, from, to, now);
        }
    }

    @Override
    public void pinged() {
        say(protocol.pong());
    }

    @Override
    public void refused(String text) {
        reason = text.lines().findFirst().orElse("")
                + text.lines()
                        .filter(line -> line.startsWith("message:") || line.startsWith("error-code:"))
                        .reduce("", (all, line) -> all + " " + line);
        events.refused(this, reason);
    }

    @Override
    public void ping(byte[] payload) {
        Channel open = channel;
        if (open != null) {
            open.writeAndFlush(WebSocketWriter.pong(open.alloc(), payload), open.voidPromise());
        }
    }

    @Override
    public void closing(int closeCode) {
        code = closeCode;
        Channel open = channel;
        if (open != null) {
            open.writeAndFlush(WebSocketWriter.close(open.alloc()));
            open.close();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        end();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        reason = cause instanceof ProtocolException ? String.valueOf(cause.getMessage()) : cause.toString();
        context.close();
    }

    private void becomeReady() {
        ready = true;
        events.ready(this);
    }

    private void end() {
        ready = false;
        if (!ended) {
            ended = true;
            events.ended(this, closing ? new Ending(Ending.OWN, "closed") : new Ending(code, reason));
        }
    }

    private void say(byte[] payload) {
        Channel open = channel;
        if (open != null && payload.length > 0) {
            write(open, payload);
        }
    }

    private void write(Channel open, byte[] payload) {
        open.writeAndFlush(WebSocketWriter.message(open.alloc(), protocol.text(), payload), open.voidPromise());
    }
}
