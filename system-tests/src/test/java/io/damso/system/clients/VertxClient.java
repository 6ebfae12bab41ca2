package io.damso.system.clients;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.stomp.Command;
import io.vertx.ext.stomp.StompClient;
import io.vertx.ext.stomp.StompClientConnection;
import io.vertx.ext.stomp.StompClientOptions;
import org.jspecify.annotations.Nullable;

/** Vert.x' STOMP client, over the bridge. */
final class VertxClient implements ForeignClient {

    private final Vertx vertx = Vertx.vertx();
    /** A strong reference, because Vert.x closes the connections of a garbage-collected client. */
    private @Nullable StompClient client;

    private @Nullable StompClientConnection connection;
    private @Nullable Transcript transcript;
    private @Nullable ClientParameters parameters;

    @Override
    public void join(ClientParameters parameters, Transcript transcript) throws Exception {
        this.parameters = parameters;
        this.transcript = transcript;
        StompClientOptions options = new StompClientOptions()
                .setHost("127.0.0.1")
                .setPort(parameters.bridge().listen("v12.stomp"))
                .setHeartbeat(new JsonObject().put("x", 10_000).put("y", 10_000));
        client = StompClient.create(vertx, options)
                .writingFrameHandler(frame -> {
                    if (frame.getCommand() == Command.CONNECT) {
                        frame.addHeader("Authorization", parameters.authorization());
                    }
                })
                .errorFrameHandler(frame -> transcript.failed(frame.toString()))
                .exceptionHandler(exception -> transcript.failed(exception.toString()));
        connection = await(client.connect());
        connection.errorHandler(frame -> transcript.failed(frame.toString()));
        connection.closeHandler(closed -> transcript.closed("by the server"));
        connection.connectionDroppedHandler(dropped -> transcript.failed("no heart-beats"));
        await(connection.subscribe(ClientParameters.ERRORS, frame -> transcript.failed(frame.getBodyAsString())));
        await(connection.subscribe(parameters.topic(), frame -> transcript.received(frame.getBodyAsString())));
        transcript.joined();
    }

    @Override
    public void send(int number, String body) {
        connection
                .send(parameters.destination(), Buffer.buffer(body))
                .onSuccess(frame -> transcript.receipt(Integer.toString(number)))
                .onFailure(failure -> transcript.failed(failure.toString()));
    }

    @Override
    public void leave() throws Exception {
        await(connection.disconnect());
        transcript.left();
    }

    private static <T> T await(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get();
    }

    @Override
    public void close() {
        vertx.close();
    }
}
