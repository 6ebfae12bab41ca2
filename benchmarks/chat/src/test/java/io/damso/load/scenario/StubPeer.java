package io.damso.load.scenario;

import io.damso.load.peer.Dialect;
import io.damso.load.peer.Peer;
import io.damso.load.peer.Room;
import io.damso.load.peer.ServerProcess;
import io.damso.test.TestCertificates;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketServerProtocolHandler;
import io.netty.handler.ssl.SslHandler;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import javax.net.ssl.SSLEngine;
import org.jspecify.annotations.Nullable;

/**
 * A small STOMP server in this process, correct or with a given fault. A position is the number of messages of its room.
 * It has one thread.
 */
final class StubPeer implements Peer {

    private static final int EVERY = 10;

    private final Fault fault;
    private final EventLoopGroup group = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private final AtomicLong delivered = new AtomicLong();
    private final AtomicLong resumed = new AtomicLong();
    private final Map<String, List<Subscriber>> subscribers = new HashMap<>();
    private final Map<String, List<String>> messages = new HashMap<>();
    private final Set<Channel> senders = new HashSet<>();
    private final @Nullable TestCertificates certificates;
    private final String scheme;
    private final String host;
    private final int port;
    private int rooms;

    StubPeer(Fault fault) {
        this(fault, null, "127.0.0.1");
    }

    /** Creates a server whose endpoint is {@code wss} if there are certificates. */
    StubPeer(Fault fault, @Nullable TestCertificates certificates, String host) {
        this.fault = fault;
        this.certificates = certificates;
        this.host = host;
        this.scheme = certificates == null ? "ws" : "wss";
        Channel server = new ServerBootstrap()
                .group(group)
                .channel(NioServerSocketChannel.class)
                .childHandler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        if (certificates != null) {
                            SSLEngine engine = certificates.context().createSSLEngine();
                            engine.setUseClientMode(false);
                            channel.pipeline().addLast(new SslHandler(engine));
                        }
                        channel.pipeline()
                                .addLast(
                                        new HttpServerCodec(),
                                        new HttpObjectAggregator(4_096),
                                        new WebSocketServerProtocolHandler("/ws", "v12.stomp"),
                                        new Frames());
                    }
                })
                .bind(InetAddress.getLoopbackAddress(), 0)
                .syncUninterruptibly()
                .channel();
        this.port = ((InetSocketAddress) server.localAddress()).getPort();
    }

    @Override
    public String name() {
        return "stub";
    }

    @Override
    public List<URI> endpoints() {
        return List.of(URI.create(scheme + "://" + host + ":" + port + "/ws"));
    }

    @Override
    public @Nullable Path certificate() {
        return certificates == null ? null : certificates.authority();
    }

    @Override
    public Dialect dialect() {
        return Dialect.STOMP;
    }

    @Override
    public List<ServerProcess> processes() {
        return List.of(new ServerProcess("stub", ProcessHandle.current().pid()));
    }

    @Override
    public List<Room> createRooms(int count, List<List<String>> members) {
        int first = rooms;
        rooms += count;
        return IntStream.range(first, rooms)
                .mapToObj(i -> new Room("r" + i, "/topic/r" + i, "/topic/r" + i))
                .toList();
    }

    @Override
    public String token(String user) {
        return "token-of-" + user;
    }

    @Override
    public byte[] body(String text, String clientMessageId) {
        return ("{\"id\":\"" + clientMessageId + "\",\"text\":\"" + text + "\"}").getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public void kill(String process) {
        throw new UnsupportedOperationException("one process only");
    }

    @Override
    public void close() {
        group.shutdownGracefully();
    }

    private static String header(String frame, String name) {
        return frame.lines()
                .takeWhile(line -> !line.isEmpty())
                .filter(line -> line.startsWith(name + ":"))
                .map(line -> line.substring(name.length() + 1))
                .findFirst()
                .orElse("");
    }

    private final class Frames extends SimpleChannelInboundHandler<TextWebSocketFrame> {

        @Override
        protected void channelRead0(ChannelHandlerContext context, TextWebSocketFrame message) {
            String frame = message.text();
            String destination = header(frame, "destination");
            switch (frame.substring(0, frame.indexOf('\n'))) {
                case "CONNECT" -> say(context.channel(), "CONNECTED\nversion:1.2\n\n\0");
                case "SUBSCRIBE" -> subscribe(context.channel(), destination, frame);
                case "SEND" -> {
                    senders.add(context.channel());
                    List<String> all = messages.computeIfAbsent(destination, name -> new ArrayList<>());
                    all.add("MESSAGE\nsubscription:0\nposition:" + (all.size() + 1) + "\n"
                            + frame.substring(frame.indexOf("\n\n") + 1));
                    subscribers
                            .getOrDefault(destination, List.of())
                            .forEach(subscriber -> subscriber.deliver(all.getLast()));
                    if (!header(frame, "receipt").isEmpty()) {
                        say(context.channel(), "RECEIPT\nreceipt-id:" + header(frame, "receipt") + "\n\n\0");
                    }
                }
                default -> context.close();
            }
        }
    }

    private void subscribe(Channel channel, String destination, String frame) {
        List<String> all = messages.getOrDefault(destination, List.of());
        String position = header(frame, "resume-after");
        String recovered = "";
        if (fault == Fault.FORGET && !position.isEmpty()) {
            recovered = "recovered:false\nreplayed:0\ncode:position-too-old\n";
        } else if (!position.isEmpty()) {
            List<String> missed = all.subList(Integer.parseInt(position), all.size());
            missed.forEach(message -> say(channel, message));
            delivered.addAndGet(missed.size());
            resumed.incrementAndGet();
            recovered = "recovered:true\nreplayed:" + missed.size() + "\n";
        }
        subscribers.computeIfAbsent(destination, name -> new ArrayList<>()).add(new Subscriber(channel));
        say(
                channel,
                "RECEIPT\nreceipt-id:" + header(frame, "receipt") + "\n" + recovered + "position:" + all.size()
                        + "\n\n\0\n");
    }

    /** Cuts the connections of some subscribers of a room, first those that have not sent. */
    void cut(Room room, int number) {
        group.execute(() -> {
            List<Subscriber> all = subscribers.getOrDefault(room.subscribeDestination(), List.of());
            List<Subscriber> ended = all.stream()
                    .sorted(Comparator.comparing(subscriber -> senders.contains(subscriber.channel)))
                    .limit(number)
                    .toList();
            all.removeAll(ended);
            ended.forEach(subscriber -> subscriber.channel.close());
        });
    }

    /** Returns the bodies of all messages of a room, one a page, the newest first. */
    List<byte[]> pages(Room room) {
        return group.submit(() -> messages.getOrDefault(room.sendDestination(), List.of()).reversed().stream()
                        .map(message -> message.getBytes(StandardCharsets.UTF_8))
                        .toList())
                .syncUninterruptibly()
                .getNow();
    }

    /** Returns the number of MESSAGE frames written to all subscribers. */
    long delivered() {
        return delivered.get();
    }

    /** Returns how many SUBSCRIBEs resumed. */
    long resumed() {
        return resumed.get();
    }

    private static void say(Channel channel, String frame) {
        channel.writeAndFlush(new TextWebSocketFrame(frame));
    }

    private final class Subscriber {

        private final Channel channel;
        private int deliveries;
        private @Nullable String held;

        Subscriber(Channel channel) {
            this.channel = channel;
        }

        void deliver(String frame) {
            boolean wrong = ++deliveries % EVERY == 0;
            if (wrong && fault == Fault.LOSE) {
                return;
            }
            if (wrong && fault == Fault.SWAP) {
                held = frame;
                return;
            }
            // Two frames in one message, like servers that join waiting frames.
            boolean twice = wrong && fault == Fault.DOUBLE;
            say(channel, twice ? frame + frame : frame);
            delivered.addAndGet(twice ? 2 : 1);
            if (held != null) {
                say(channel, held);
                delivered.incrementAndGet();
                held = null;
            }
        }
    }
}
