package io.damso.persistence.rooms;

import static org.assertj.core.api.Assertions.assertThat;

import io.damso.persistence.RunningService;
import io.damso.persistence.RunningService.Reply;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Requests about rooms, for tests.
 *
 * @param service service that is asked
 */
public record RoomClient(RunningService service) {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    /** Creates a room and returns its path. */
    public String create(String owner, String... members) {
        String body = JSON.writeValueAsString(new NewRoom("room of " + owner, List.of(members)));
        return created(service.send("POST", "/api/rooms", owner, body));
    }

    /** Returns the path of a room that was created. */
    public static String created(Reply reply) {
        assertThat(reply.status()).as(reply.response().body()).isEqualTo(201);
        return reply.header("Location");
    }

    /** Returns the id in a path. */
    public static String id(String room) {
        return room.substring(room.lastIndexOf('/') + 1);
    }

    /** Asks for a room. */
    public Reply get(String room, String caller) {
        return service.get(room, caller);
    }

    /** Adds a member. */
    public Reply add(String room, String member, String caller) {
        return service.send("PUT", room + "/members/" + member, caller, null);
    }

    /** Removes a member. */
    public Reply remove(String room, String member, String caller) {
        return service.send("DELETE", room + "/members/" + member, caller, null);
    }

    /** Changes a role. */
    public Reply role(String room, String member, String role, String caller) {
        return service.send("PUT", room + "/members/" + member + "/role", caller, "{\"role\":\"%s\"}".formatted(role));
    }

    /** Sends a request. */
    public Reply send(String method, String path, String caller, @Nullable String body) {
        return service.send(method, path, caller, body);
    }

    /** Returns the text values of an array of a room. */
    public static List<String> texts(Reply room, String field) {
        return room.json().get(field).valueStream().map(JsonNode::asString).toList();
    }

    /** Returns the owner of a room. */
    public static String owner(Reply room) {
        return room.json().get("owner").asString();
    }

    /** Asserts an answer without body. */
    public static void assertDone(Reply reply) {
        assertThat(reply.status()).as(reply.response().body()).isEqualTo(204);
    }
}
