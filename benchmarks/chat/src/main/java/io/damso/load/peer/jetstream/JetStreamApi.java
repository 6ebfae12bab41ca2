package io.damso.load.peer.jetstream;

import io.damso.bench.scenario.BenchmarkException;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Creates and counts streams. Each call has a connection of its own, so none is idle during a run. Thread-safe. */
public final class JetStreamApi {

    private static final String PREFIX = "$JS.API.";
    private static final JsonMapper JSON = JsonMapper.shared();

    private final int port;

    /**
     * Creates the client. Does not connect.
     *
     * @param port port of a nats-server on this machine for clients without WebSocket
     */
    public JetStreamApi(int port) {
        this.port = port;
    }

    /**
     * Creates a stream in a file without limits, in one copy.
     *
     * @param subjects subject of its messages; may have wildcards
     * @throws BenchmarkException if the server refuses or does not answer
     */
    public void createStream(String name, String subjects) {
        call(
                "STREAM.CREATE." + name,
                Map.of(
                        "name",
                        name,
                        "subjects",
                        List.of(subjects),
                        "storage",
                        "file",
                        "retention",
                        "limits",
                        "num_replicas",
                        1));
    }

    /**
     * Returns the number of messages with a subject in a stream.
     *
     * @throws BenchmarkException if the server refuses or does not answer
     */
    public long messages(String stream, String subject) {
        return StreamInfo.of(call("STREAM.INFO." + stream, Map.of("subjects_filter", subject)))
                .messages(subject);
    }

    private JsonNode call(String request, Map<String, ?> body) {
        try {
            return answer(NatsRequest.send(port, PREFIX + request, JSON.writeValueAsBytes(body)));
        } catch (IOException e) {
            throw new BenchmarkException("No answer of JetStream to " + request + ": " + e.getMessage(), e);
        }
    }

    /**
     * Reads an answer.
     *
     * @throws BenchmarkException with the description if it is an error, or if it is not JSON
     */
    static JsonNode answer(byte[] bytes) {
        try {
            JsonNode answer = JSON.readTree(bytes);
            JsonNode error = answer.path("error");
            if (error.isObject()) {
                throw new BenchmarkException(
                        "JetStream refuses: " + error.path("description").asString(""));
            }
            return answer;
        } catch (JacksonException e) {
            throw new BenchmarkException("The answer of JetStream is not JSON: " + e.getOriginalMessage(), e);
        }
    }
}
