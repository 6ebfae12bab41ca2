package io.damso.system.clients;

import java.net.http.HttpClient;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import kotlin.Unit;
import kotlin.coroutines.Continuation;
import kotlin.coroutines.EmptyCoroutineContext;
import kotlin.time.DurationKt;
import kotlin.time.DurationUnit;
import kotlinx.coroutines.BuildersKt;
import kotlinx.coroutines.flow.Flow;
import org.hildan.krossbow.stomp.StompClient;
import org.hildan.krossbow.stomp.StompReceipt;
import org.hildan.krossbow.stomp.StompSession;
import org.hildan.krossbow.stomp.StompSessionKt;
import org.hildan.krossbow.stomp.config.StompConfig;
import org.hildan.krossbow.websocket.jdk.Jdk11WebSocketClient;
import org.jspecify.annotations.Nullable;

/** krossbow on the JDK's WebSocket. It awaits the receipt of each SEND before the next. */
final class KrossbowClient implements ForeignClient {

    private @Nullable StompSession session;
    private @Nullable Transcript transcript;
    private @Nullable ClientParameters parameters;

    @Override
    public void join(ClientParameters parameters, Transcript transcript) throws InterruptedException {
        this.parameters = parameters;
        this.transcript = transcript;
        HttpClient http = HttpClient.newBuilder().sslContext(parameters.tls()).build();
        StompClient client = new StompClient(new Jdk11WebSocketClient(http, builder -> Unit.INSTANCE), config -> {
            config.setAutoReceipt(true);
            receiptTimeout(config);
            return Unit.INSTANCE;
        });
        session = await(continuation -> client.connect(
                parameters.socket().toString(),
                null,
                null,
                "localhost",
                Map.of("Authorization", parameters.authorization()),
                EmptyCoroutineContext.INSTANCE,
                continuation));
        listen(ClientParameters.ERRORS, transcript::failed);
        listen(parameters.topic(), transcript::received);
        transcript.joined();
    }

    /** Its default of a second is short on a busy machine. Kotlin's name of the setter is not valid in Java. */
    private static void receiptTimeout(StompConfig config) {
        try {
            StompConfig.class
                    .getMethod("setReceiptTimeout-LRDsOJo", long.class)
                    .invoke(config, DurationKt.toDuration(60, DurationUnit.SECONDS));
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("krossbow has another way to set its receipt timeout now", e);
        }
    }

    private void listen(String destination, Consumer<String> consumer) throws InterruptedException {
        Flow<String> texts = await(continuation -> StompSessionKt.subscribeText(session, destination, continuation));
        Thread.ofVirtual().start(() -> {
            try {
                await(continuation -> texts.collect(
                        (text, next) -> {
                            consumer.accept(text);
                            return Unit.INSTANCE;
                        },
                        continuation));
                transcript.closed(destination + " is complete");
            } catch (Exception e) {
                transcript.closed(destination + ": " + e);
            }
        });
    }

    @Override
    public void send(int number, String body) throws InterruptedException {
        StompReceipt receipt =
                await(continuation -> StompSessionKt.sendText(session, parameters.destination(), body, continuation));
        transcript.receipt(receipt == null ? "-1" : Integer.toString(number));
    }

    @Override
    public void leave() throws InterruptedException {
        KrossbowClient.<Unit>await(session::disconnect);
        transcript.left();
    }

    @Override
    public void close() {}

    /** Calls a suspending function and blocks until it is done. */
    private static <T extends @Nullable Object> T await(Function<Continuation<? super T>, @Nullable Object> function)
            throws InterruptedException {
        return BuildersKt.runBlocking(
                EmptyCoroutineContext.INSTANCE, (scope, continuation) -> function.apply(continuation));
    }
}
