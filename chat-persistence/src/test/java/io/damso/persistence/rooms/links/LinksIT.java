package io.damso.persistence.rooms.links;

import static io.damso.persistence.Problem.assertRefused;
import static io.damso.persistence.rooms.RoomClient.assertDone;
import static io.damso.persistence.rooms.RoomClient.id;
import static io.damso.persistence.rooms.RoomClient.texts;
import static org.assertj.core.api.Assertions.assertThat;

import io.damso.persistence.AuditLog;
import io.damso.persistence.QueryPlans;
import io.damso.persistence.RunningService.Reply;
import io.damso.persistence.rooms.RoomClient;
import io.damso.persistence.rooms.RoomsTest;
import io.damso.protocol.ErrorCode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.bson.Document;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.data.mongodb.core.MongoOperations;
import tools.jackson.databind.JsonNode;

/** Links: who creates and revokes them, who joins by them, and within which bounds. */
class LinksIT extends RoomsTest {

    private static final String NOBODYS = "A".repeat(43);

    private static Reply create(String room, String caller, String body) {
        return service.send("POST", room + "/links", caller, body);
    }

    private static JsonNode link(String room, String body) {
        Reply reply = create(room, "mod", body);
        assertThat(reply.status()).as(reply.response().body()).isEqualTo(201);
        return reply.json();
    }

    private static String token(String room, String body) {
        return link(room, body).get("token").asString();
    }

    private static Reply join(String token, String caller) {
        return service.send("POST", "/api/join", caller, "{\"token\":\"%s\"}".formatted(token));
    }

    private static Reply revoke(String room, String link, String caller) {
        return service.send("DELETE", room + "/links/" + link, caller, null);
    }

    private static JsonNode listed(String room) {
        return service.get(room + "/links", "mod").json().get("links");
    }

    @Test
    void whoHasTheTokenJoins() {
        String room = roomWithModerator();
        String token = token(room, "{}");
        assertRefused(rooms.get(room, "carol"), ErrorCode.ROOM_NOT_FOUND);
        Reply joined = join(token, "carol");
        assertThat(joined.status()).isEqualTo(200);
        assertThat(joined.response().body())
                .isEqualTo(rooms.get(room, "carol").response().body());
        assertThat(texts(joined, "members")).containsExactly("bob", "carol", "mod", "owner");
        assertThat(texts(joined, "moderators")).containsExactly("mod");
    }

    @Test
    void linkHasBoundsAndItsTokenIsShownOnce() {
        String room = roomWithModerator();
        JsonNode link = link(room, "{}");
        assertThat(link.propertyNames())
                .containsExactly("id", "token", "createdBy", "createdAt", "endsAt", "mostUses", "uses");
        assertThat(link.get("token").asString()).matches("[A-Za-z0-9_-]{43}");
        assertThat(link.get("createdBy").asString()).isEqualTo("mod");
        assertThat(link.get("mostUses").asInt()).isEqualTo(100);
        assertThat(duration(link)).isEqualTo(Duration.ofDays(7));
        JsonNode other = link(room, "{\"seconds\":60,\"uses\":1000}");
        assertThat(duration(other)).isEqualTo(Duration.ofMinutes(1));
        assertThat(other.get("token").asString()).isNotEqualTo(link.get("token").asString());
        join(link.get("token").asString(), "carol");
        assertThat(listed(room).findValuesAsString("id"))
                .containsExactly(link.get("id").asString(), other.get("id").asString());
        assertThat(listed(room).get(0).get("uses").asInt()).isOne();
        assertThat(listed(room).toString())
                .doesNotContain("token", link.get("token").asString());
    }

    private static Duration duration(JsonNode link) {
        return Duration.between(
                Instant.parse(link.get("createdAt").asString()),
                Instant.parse(link.get("endsAt").asString()));
    }

    @Test
    void storeDoesNotHaveTheToken() {
        String token = token(roomWithModerator(), "{}");
        for (Document link : service.bean(MongoOperations.class).findAll(Document.class, LinkDocument.COLLECTION)) {
            assertThat(link.toJson()).doesNotContain(token);
        }
    }

    @Test
    void revokedLinkLetsNobodyInAndPutsNobodyOut() {
        String room = roomWithModerator();
        JsonNode link = link(room, "{}");
        String token = link.get("token").asString();
        join(token, "carol");
        for (int again = 0; again < 2; again++) {
            assertDone(revoke(room, link.get("id").asString().toUpperCase(Locale.ROOT), "owner"));
        }
        assertRefused(join(token, "dan"), ErrorCode.LINK_NOT_FOUND);
        assertThat(rooms.get(room, "carol").status()).isEqualTo(200);
        assertThat(listed(room)).isEmpty();
    }

    @Test
    void linkOfAnotherRoomIsNotRevoked() {
        String room = roomWithModerator();
        JsonNode link = link(room, "{}");
        assertDone(revoke(roomWithModerator(), link.get("id").asString(), "owner"));
        assertThat(join(link.get("token").asString(), "carol").status()).isEqualTo(200);
    }

    @Test
    void linkIsUsedUp() {
        String room = roomWithModerator();
        String token = token(room, "{\"uses\":2}");
        for (String user : List.of("carol", "carol", "dan", "bob", "owner", "dan")) {
            assertThat(join(token, user).status()).as(user).isEqualTo(200);
        }
        assertRefused(join(token, "eve"), ErrorCode.LINK_NOT_FOUND);
        assertThat(join(token, "carol").status()).as("is a member").isEqualTo(200);
        assertThat(texts(rooms.get(room, "bob"), "members")).containsExactly("bob", "carol", "dan", "mod", "owner");
    }

    @Test
    void noMoreUsersThanTheLinkAllowsJoinAtTheSameTime() throws Exception {
        for (int round = 0; round < 5; round++) {
            String room = roomWithModerator();
            String token = token(room, "{\"uses\":3}");
            List<Future<Reply>> asked = new ArrayList<>();
            try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
                for (int i = 0; i < 12; i++) {
                    String user = "user" + i;
                    asked.add(executor.submit(() -> join(token, user)));
                }
            }
            List<Integer> answers = new ArrayList<>();
            for (Future<Reply> reply : asked) {
                answers.add(reply.get().status());
            }
            assertThat(answers.stream().filter(status -> status == 200)).hasSize(3);
            assertThat(texts(rooms.get(room, "bob"), "members")).hasSize(6);
        }
    }

    @Test
    void userWhoJoinsTwiceAtTheSameTimeUsesTheLinkOnce() throws Exception {
        for (int round = 0; round < 10; round++) {
            String room = roomWithModerator();
            String token = token(room, "{\"uses\":10}");
            List<Future<Reply>> asked = new ArrayList<>();
            try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
                for (int i = 0; i < 4; i++) {
                    asked.add(executor.submit(() -> join(token, "carol")));
                }
            }
            for (Future<Reply> reply : asked) {
                assertThat(reply.get().status()).isEqualTo(200);
            }
            assertThat(listed(room).get(0).get("uses").asInt()).isOne();
        }
    }

    @Test
    void endedLinkLetsNobodyIn() {
        String room = roomWithModerator();
        LinkToken token = LinkToken.random();
        Instant end = Instant.now().minusMillis(1);
        service.bean(LinkStore.class)
                .add(new LinkDocument("ended", id(room), token.hash(), "mod", end.minusSeconds(60), end, 10, 10));
        assertRefused(join(token.value(), "carol"), ErrorCode.LINK_NOT_FOUND);
        assertThat(service.bean(LinkStore.class).use("ended", Instant.now())).isFalse();
    }

    @Test
    void bannedUserDoesNotJoinAndUsesNothing() {
        String room = roomWithModerator();
        String token = token(room, "{}");
        assertDone(service.send("PUT", room + "/bans/bob", "mod", "{}"));
        assertRefused(join(token, "bob"), ErrorCode.BANNED);
        assertThat(listed(room).get(0).get("uses").asInt()).isZero();
        assertDone(service.send("DELETE", room + "/bans/bob", "mod", null));
        assertThat(join(token, "bob").status()).isEqualTo(200);
    }

    @Test
    void archivedOrEmptyRoomTakesNobody() {
        String room = roomWithModerator();
        String token = token(room, "{}");
        assertThat(service.send("PATCH", room, "owner", "{\"archived\":true}").status())
                .isEqualTo(200);
        assertRefused(join(token, "carol"), ErrorCode.ROOM_ARCHIVED);
        assertRefused(create(room, "owner", "{}"), ErrorCode.ROOM_ARCHIVED);
        assertThat(join(token, "bob").status()).as("is a member").isEqualTo(200);
        String left = roomWithModerator();
        String other = token(left, "{}");
        List.of("owner", "bob", "mod").forEach(user -> assertDone(rooms.remove(left, user, user)));
        assertRefused(join(other, "carol"), ErrorCode.ROOM_ARCHIVED);
    }

    @Test
    void fullRoomTakesNobody() {
        String room = rooms.create(
                "owner", IntStream.range(0, 999).mapToObj(i -> "user" + i).toArray(String[]::new));
        String token = create(room, "owner", "{}").json().get("token").asString();
        assertRefused(join(token, "carol"), ErrorCode.BAD_REQUEST);
    }

    @Test
    void onlyOwnerAndModeratorsCreateListAndRevoke() {
        String room = roomWithModerator();
        String link = link(room, "{}").get("id").asString();
        assertRefused(create(room, "bob", "{}"), ErrorCode.NOT_A_MODERATOR);
        assertRefused(service.get(room + "/links", "bob"), ErrorCode.NOT_A_MODERATOR);
        assertRefused(revoke(room, link, "bob"), ErrorCode.NOT_A_MODERATOR);
        for (String path : List.of(room, "/api/rooms/unknown")) {
            assertRefused(create(path, "eve", "{}"), ErrorCode.ROOM_NOT_FOUND);
            assertRefused(service.get(path + "/links", "eve"), ErrorCode.ROOM_NOT_FOUND);
            assertRefused(revoke(path, link, "eve"), ErrorCode.ROOM_NOT_FOUND);
        }
        String direct = RoomClient.created(service.send("POST", "/api/direct-rooms", "dora", "{\"with\":\"emil\"}"));
        assertRefused(create(direct, "dora", "{}"), ErrorCode.DIRECT_ROOM);
        assertRefused(service.get(direct + "/links", "dora"), ErrorCode.DIRECT_ROOM);
        assertRefused(revoke(direct, link, "dora"), ErrorCode.DIRECT_ROOM);
        assertThat(listed(room)).hasSize(1);
    }

    @Test
    void linksOfARoomAreBounded() {
        String room = roomWithModerator();
        for (int i = 0; i < Links.MOST; i++) {
            link(room, "{}");
        }
        Reply reply = create(room, "owner", "{}");
        assertRefused(reply, ErrorCode.BAD_REQUEST);
        assertThat(reply.json().get("errors").findValuesAsString("detail")).containsExactly("has too many links");
        assertDone(revoke(room, listed(room).get(0).get("id").asString(), "owner"));
        assertThat(create(room, "owner", "{}").status()).isEqualTo(201);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '~', textBlock = """
                    {"seconds":59} ~ /seconds ~ is too small
                    {"seconds":31536001} ~ /seconds ~ is too large
                    {"seconds":"60"} ~ /seconds ~ has the wrong type
                    {"uses":0} ~ /uses ~ is too small
                    {"uses":1001} ~ /uses ~ is too large
                    {"uses":{"$gt":0}} ~ /uses ~ has the wrong type
                    {"token":"mine"} ~ /token ~ is unknown
                    """)
    void boundsThatCannotBeUsedAreExplained(String body, String field, String detail) {
        Reply reply = create(roomWithModerator(), "owner", body);
        assertRefused(reply, ErrorCode.BAD_REQUEST);
        assertThat(reply.json().get("errors").findValuesAsString("field")).containsExactly(field);
        assertThat(reply.json().get("errors").findValuesAsString("detail")).containsExactly(detail);
    }

    @Test
    void tokensThatCannotBeUsedAreRefusedAndNotShown() {
        for (String body : List.of(
                "",
                "{}",
                "null",
                "{\"token\":null}",
                "{\"token\":\"\"}",
                "{\"token\":\"short-secret\"}",
                "{\"token\":\"" + NOBODYS + "=\"}",
                "{\"token\":{\"$ne\":\"\"}}",
                "{\"token\":\"" + "*".repeat(43) + "\"}")) {
            Reply reply = service.send("POST", "/api/join", "eve", body);
            assertRefused(reply, ErrorCode.BAD_REQUEST);
            assertThat(reply.response().body()).doesNotContain("short-secret", NOBODYS);
        }
        assertRefused(join(NOBODYS, "eve"), ErrorCode.LINK_NOT_FOUND);
    }

    @Test
    void linksAndJoinsAreAuditedWithoutTheToken() {
        String room = roomWithModerator();
        List<String> lines = AuditLog.of(() -> {
            JsonNode link = link(room, "{}");
            join(link.get("token").asString(), "carol");
            join(link.get("token").asString(), "carol");
            revoke(room, link.get("id").asString(), "owner");
        });
        assertThat(lines).hasSize(3);
        String where = " address=127.0.0.1 room=" + id(room) + " link=";
        assertThat(lines.get(0)).matches("event=link-created user=mod" + where + "[0-9a-f-]{36}");
        assertThat(lines.get(1)).matches("event=member-joined user=carol" + where + "[0-9a-f-]{36}");
        assertThat(lines.get(2)).matches("event=link-revoked user=owner" + where + "[0-9a-f-]{36}");
    }

    @Test
    void everyQueryUsesAnIndex() {
        String room = roomWithModerator();
        JsonNode link = link(room, "{}");
        QueryPlans.assertIndexed(
                () -> {
                    join(link.get("token").asString(), "carol");
                    listed(room);
                    service.bean(LinkStore.class).giveBack(link.get("id").asString());
                    revoke(room, link.get("id").asString(), "owner");
                },
                "hash_1",
                "roomId_1__id_1",
                "_id_");
    }
}
