package io.damso.reliability.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.damso.client.StompCommand;
import io.damso.client.StompFrame;
import io.damso.reliability.history.History;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/** The contract of README: which position a client keeps, and how it comes back. */
class RoomReaderTests {

    @TempDir
    Path directory;

    private History history;
    private RoomReader reader;

    @BeforeEach
    void begin() {
        history = new History(directory.resolve("history.jsonl"));
        reader = new RoomReader(new Identity("ann", "token", "r"), history);
        assertThat(reader.begin()).isEmpty();
        assertThat(reader.ready(receipt(Map.of("position", "p0")))).isEqualTo(RoomReader.Next.LIVE);
    }

    @AfterEach
    void end() {
        history.close();
    }

    private static StompFrame receipt(Map<String, String> headers) {
        return new StompFrame(StompCommand.RECEIPT, headers, "");
    }

    private void hear(String id, Map<String, String> headers) {
        reader.received(
                reader.subscription(),
                new StompFrame(
                        StompCommand.MESSAGE, headers, "{\"id\":\"" + id + "\",\"clientMessageId\":\"c" + id + "\"}"));
    }

    private void event(String json) {
        reader.notified(new JsonMapper().readTree(json));
    }

    @Test
    void resumesByThePositionOfTheLastMessageThatHadOne() {
        hear("1", Map.of("position", "p1"));
        hear("2", Map.of());
        reader.ended();
        assertThat(reader.begin()).isEqualTo(Map.of("resume-after", "p1"));
        assertThat(reader.hasHeard(Set.of("1", "2"))).isTrue();
    }

    @Test
    void keepsThePositionUntilWhatCannotBeReadIsThere() {
        reader.begin();
        assertThat(reader.ready(receipt(Map.of(
                        "recovered", "false", "replayed", "0", "code", "history-unavailable", "position", "p5"))))
                .isEqualTo(RoomReader.Next.AGAIN);
        hear("9", Map.of("position", "p9"));
        assertThat(reader.isLive()).isFalse();
        assertThat(reader.begin()).isEqualTo(Map.of("resume-after", "p0"));
        reader.ready(receipt(Map.of("recovered", "true", "position", "p10")));
        assertThat(reader.isLive()).isTrue();
        assertThat(reader.begin()).isEqualTo(Map.of("resume-after", "p10"));
    }

    @Test
    void takesTheNewestMessagesAndPagesWhereThePositionIsOfNoUse() {
        reader.begin();
        assertThat(reader.ready(receipt(Map.of("recovered", "false", "code", "too-many-missed"))))
                .isEqualTo(RoomReader.Next.NEWEST);
        assertThat(reader.begin()).isEqualTo(Map.of("history", "200"));
        hear("7", Map.of("position", "p7"));
        assertThat(reader.ready(receipt(Map.of("recovered", "true", "position", "p8"))))
                .isEqualTo(RoomReader.Next.PAGES);
        assertThat(reader.oldest()).isEqualTo("7");
        JsonMapper json = new JsonMapper();
        assertThat(reader.read(json.readTree("[{\"id\":\"6\"},{\"id\":\"7\"}]")))
                .isTrue();
        assertThat(reader.read(json.readTree("[{\"id\":\"6\"},{\"id\":\"7\"}]")))
                .isFalse();
    }

    @Test
    void whatIsLeftOutIsReadFromTheHistory() {
        hear("1", Map.of("position", "p1"));
        event("{\"type\":\"delivery-interrupted\"}");
        hear("2", Map.of("position", "p2"));
        event("{\"type\":\"delivery-resumed\",\"complete\":false,\"follows\":false}");
        hear("3", Map.of("position", "p3"));
        assertThat(reader.takeAgain()).isTrue();
        assertThat(reader.takeAgain()).isFalse();
        assertThat(reader.begin()).isEqualTo(Map.of("history", "200"));
    }

    @Test
    void positionsAreKeptWhileWhatIsMissingFollows() {
        event("{\"type\":\"delivery-interrupted\"}");
        event("{\"type\":\"delivery-resumed\",\"complete\":false,\"follows\":true}");
        hear("3", Map.of("position", "p3, without 2"));
        assertThat(reader.takeAgain()).isFalse();
        reader.ended();
        assertThat(reader.begin()).isEqualTo(Map.of("resume-after", "p3, without 2"));
    }

    @Test
    void messageThatTheServerMarksAsLateIsLateInTheHistory() throws IOException {
        hear("1", Map.of());
        hear("2", Map.of("late", "true"));
        history.close();
        JsonMapper json = new JsonMapper();
        assertThat(Files.readAllLines(directory.resolve("history.jsonl")).stream()
                        .map(json::readTree)
                        .filter(event -> event.path("event").asString("").equals("heard"))
                        .map(event -> event.path("id").asString("") + " "
                                + event.path("late").asBoolean()))
                .containsExactly("1 false", "2 true");
    }

    @Test
    void framesOfAnEndedSubscriptionAreNotHeard() {
        int old = reader.subscription();
        reader.begin();
        reader.received(old, new StompFrame(StompCommand.MESSAGE, Map.of(), "{\"id\":\"1\"}"));
        assertThat(reader.hasHeard(Set.of("1"))).isFalse();
    }
}
