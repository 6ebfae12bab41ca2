package io.damso.gateway.send;

import io.damso.protocol.ChatMessage;
import io.damso.protocol.RoomId;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import org.springframework.util.unit.DataSize;
import tools.jackson.databind.json.JsonMapper;

/** A sender whose broker confirms on the test's command. */
public final class TestSender implements MessagePublisher {

    public final List<ChatMessage> published = new CopyOnWriteArrayList<>();
    public final List<CompletableFuture<Void>> confirms = new CopyOnWriteArrayList<>();

    private final RoomSender sender = new RoomSender(
            this,
            new MessageStamp(Clock.systemUTC()),
            new JsonMapper(),
            new SimpleMeterRegistry(),
            new SendProperties(DataSize.ofKilobytes(4), Duration.ofSeconds(10), 100, Duration.ZERO, Duration.ZERO));

    public RoomSender sender() {
        return sender;
    }

    @Override
    public CompletableFuture<Void> publish(RoomId roomId, Supplier<ChatMessage> stamp) {
        CompletableFuture<Void> confirm = new CompletableFuture<>();
        published.add(stamp.get());
        confirms.add(confirm);
        return confirm;
    }
}
