package io.damso.load.client;

import io.damso.load.count.Ledger;
import io.damso.load.wire.Handshake;
import io.damso.load.wire.ProtocolException;
import io.damso.load.wire.Speech;
import io.damso.load.wire.StreamDecoder;
import io.damso.load.wire.WebSocketReader;
import io.damso.load.wire.WebSocketWriter;
import io.damso.load.wire.WireEvents;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One connection: from the handshake through the subscription to its end. What it reads is copied once, into an array
 * that all clients of its thread share, and counted from there.
 */
public final class LoadClient extends ChannelInboundHandlerAdapter implements WireEvents, WebSocketReader.Listener {

    /** Of one that stalls, so that the server feels it soon; bytes. Below a segment of loopback the window never opens again. */
    private static final int SMALL_BUFFER = 256 << 10;

    private final Loops loops;
    private final Loop loop;
    private final Speech speech;
    private final Identity identity;
    private final ClientEvents events;
    private final StreamDecoder decoder;
    private final WebSocketReader reader = new WebSocketReader(this);

    private @Nullable Handshake handshake = new Handshake();
    private volatile @Nullable Channel channel;
    private volatile boolean ready;
    private boolean closing;
    private boolean ended;
    private int code = Ending.BROKEN;
    private String reason = "the connection broke";
    private long now;

    /** Creates one that does not connect yet. */
    public LoadClient(Loops loops, Speech speech, Identity identity, ClientEvents events) {
        this.loops = loops;
        this.loop = loops.next();
        this.speech = speech;
        this.identity = identity;
        this.events = events;
        this.decoder = speech.decoder(this);
    }

    /** Begins to connect; the events tell what becomes of it. */
    public void connect() {
        loops.bootstrap(loop.executor()).handler(this)
                .connect(identity.endpoint().getHost(), identity.endpoint().getPort())
                .addListener((ChannelFuture connected) -> {
                    if (!connected.isSuccess()) {
                        reason = String.valueOf(connected.cause().getMessage());
                        end();
                    }
                });
    }

    /** Returns who it is. */
    public Identity identity() {
        return identity;
    }

    /** Returns whether it is connected and subscribed. */
    public boolean ready() {
        return ready;
    }

    /** Returns whether what it has been told to send leaves in time; false makes a sender wait. */
    public boolean writable() {
        Channel open = channel;
        return open != null && open.isWritable();
    }

    /**
     * Sends a message, from any thread.
     *
     * @param receipt number of the wanted acknowledgement, 2 or more for a subscriber; 0 for none
     */
    public void send(String destination, byte[] body, int receipt) {
        Channel open = channel;
        if (open != null) {
            write(open, speech.message(destination, body, receipt));
        }
    }

    /** Stops reading from the socket, as a client does whose user closed the lid; false goes on. */
    public void stall(boolean stalled) {
        Channel open = channel;
        if (open != null) {
            if (stalled) {
                open.config().setOption(ChannelOption.SO_RCVBUF, SMALL_BUFFER);
            }
            open.config().setAutoRead(!stalled);
        }
    }

    /** Runs something on this client's thread, after a time. */
    public void later(Runnable what, long millis) {
        loop.executor().schedule(what, millis, TimeUnit.MILLISECONDS);
    }

    /** Notes what was found in the history, on this client's thread. */
    public void recover(Ledger ledger, byte[] page) {
        loop.executor().execute(() -> loop.recorder().recover(ledger, page));
    }

    /** Closes with a close frame. */
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
            byte[] request = opening.request(identity.endpoint(), speech.subprotocol());
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
            say(speech.greeting(identity.token()));
        }
        reader.read(bytes, from, length);
    }

    @Override
    public void payload(byte[] bytes, int from, int to) {
        decoder.decode(bytes, from, to);
    }

    @Override
    public void connected() {
        byte[] next = speech.subscription(identity.destination());
        if (next.length == 0) {
            becomeReady();
        } else {
            say(next);
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
        say(speech.pong());
    }

    @Override
    public void refused(String text) {
        reason = text.lines().findFirst().orElse("") + text.lines().filter(line -> line.startsWith("message:")
                || line.startsWith("error-code:")).reduce("", (all, line) -> all + " " + line);
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
        reason = cause instanceof ProtocolException ? cause.getMessage() : cause.toString();
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
        open.writeAndFlush(WebSocketWriter.message(open.alloc(), speech.text(), payload), open.voidPromise());
    }
}
