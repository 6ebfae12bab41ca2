package io.damso.gateway.mailbox;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.boot.convert.ApplicationConversionService;
import org.springframework.web.socket.CloseStatus;

class FanOutThreadTests {

    private final FanOutThread fanOut = FanOutThread.start(1, Duration.ZERO);

    @AfterEach
    void stop() {
        fanOut.stop();
    }

    @Test
    void errorOfOneSocketClosesOnlyThisSocket() {
        AtomicInteger aborted = new AtomicInteger();
        deliver(
                () -> {
                    throw new StackOverflowError();
                },
                aborted);
        await("the end of the socket").until(() -> aborted.get() == 1);
        AtomicInteger drained = new AtomicInteger();
        deliver(drained::incrementAndGet, aborted);
        await("the other socket's turn").until(() -> drained.get() == 1);
    }

    private void deliver(Runnable onDrain, AtomicInteger aborted) {
        MailboxProperties properties = new Binder(
                        List.of(new MapConfigurationPropertySource(Map.of())),
                        null,
                        ApplicationConversionService.getSharedInstance())
                .bindOrCreate("damso.gateway.mailbox", MailboxProperties.class);
        SocketWriter writer = new SocketWriter() {
            @Override
            public void drain() {
                onDrain.run();
            }

            @Override
            public void abort() {
                aborted.incrementAndGet();
            }
        };
        new Mailbox(properties, CloseStatus.POLICY_VIOLATION, () -> {}, fanOut, mailbox -> writer)
                .deliver(new byte[] {'a'});
    }
}
