package io.damso.persistence.rooms.bans;

import static io.damso.persistence.Problem.assertRefused;
import static io.damso.persistence.rooms.RoomClient.assertDone;
import static io.damso.persistence.rooms.RoomClient.id;
import static io.damso.persistence.rooms.RoomClient.texts;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.damso.persistence.AuditLog;
import io.damso.persistence.QueryPlans;
import io.damso.persistence.RunningService.Reply;
import io.damso.persistence.rooms.RoomClient;
import io.damso.persistence.rooms.RoomsTest;
import io.damso.persistence.rooms.members.BanDocument;
import io.damso.persistence.rooms.members.Bans;
import io.damso.protocol.ErrorCode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.data.mongodb.core.MongoOperations;
import tools.jackson.databind.JsonNode;

/** Bans: who may ban whom, what a ban keeps out, and when it ends. */
class BansIT extends RoomsTest {

    private static String room() {
        String room = rooms.create("owner", "bob", "mod", "mod2");
        assertDone(rooms.role(room, "mod", "moderator", "owner"));
        assertDone(rooms.role(room, "mod2", "moderator", "owner"));
        return room;
    }

    private static Reply ban(String room, String user, String caller, String body) {
        return service.send("PUT", room + "/bans/" + user, caller, body);
    }

    private static Reply lift(String room, String user, String caller) {
        return service.send("DELETE", room + "/bans/" + user, caller, null);
    }

    private static JsonNode list(String room, String query) {
        return service.get(room + "/bans" + query, "mod").json();
    }

    @Test
    void bannedMemberIsOutUntilTheBanIsLifted() {
        String room = room();
        for (int again = 0; again < 2; again++) {
            assertDone(ban(room, "bob", "mod", "{}"));
        }
        assertRefused(rooms.get(room, "bob"), ErrorCode.ROOM_NOT_FOUND);
        assertRefused(service.get(room + "/messages", "bob"), ErrorCode.ROOM_NOT_FOUND);
        for (String caller : List.of("mod", "owner")) {
            assertRefused(rooms.add(room, "bob", caller), ErrorCode.BANNED);
        }
        for (int again = 0; again < 2; again++) {
            assertDone(lift(room, "bob", "mod"));
        }
        assertThat(texts(rooms.get(room, "owner"), "members")).doesNotContain("bob");
        assertDone(rooms.add(room, "bob", "mod"));
        assertThat(rooms.get(room, "bob").status()).isEqualTo(200);
    }

    @Test
    void banKeepsOutOfItsRoomOnlyAndAlsoWhoWasNeverAMember() {
        String room = room();
        assertDone(ban(room, "eve", "mod", "{}"));
        assertRefused(rooms.add(room, "eve", "owner"), ErrorCode.BANNED);
        assertDone(rooms.add(room(), "eve", "mod"));
        assertDone(rooms.add(room, "carol", "owner"));
    }

    @Test
    void banEndsByItself() {
        String room = room();
        assertDone(ban(room, "bob", "mod", "{\"seconds\":1}"));
        assertRefused(rooms.add(room, "bob", "mod"), ErrorCode.BANNED);
        await("the end of the ban")
                .atMost(Duration.ofSeconds(20))
                .until(() -> rooms.add(room, "bob", "mod").status() == 204);
    }

    @Test
    void laterBanReplacesTheEarlierOne() {
        String room = room();
        assertDone(ban(room, "bob", "mod", "{\"seconds\":1}"));
        assertDone(ban(room, "bob", "owner", "{\"seconds\":3600}"));
        JsonNode only = list(room, "").get("bans");
        assertThat(only).hasSize(1);
        assertThat(only.get(0).get("bannedBy").asString()).isEqualTo("owner");
        assertThat(Duration.between(
                        Instant.parse(only.get(0).get("bannedAt").asString()),
                        Instant.parse(only.get(0).get("until").asString())))
                .isEqualTo(Duration.ofHours(1));
    }

    @Test
    void onlyWhoMayRemoveMayBan() {
        String room = room();
        assertRefused(ban(room, "eve", "bob", "{}"), ErrorCode.NOT_A_MODERATOR);
        assertRefused(ban(room, "mod", "bob", "{}"), ErrorCode.NOT_THE_OWNER);
        assertRefused(ban(room, "owner", "mod", "{}"), ErrorCode.NOT_THE_OWNER);
        assertRefused(ban(room, "mod2", "mod", "{}"), ErrorCode.NOT_THE_OWNER);
        assertRefused(lift(room, "eve", "bob"), ErrorCode.NOT_A_MODERATOR);
        assertRefused(service.get(room + "/bans", "bob"), ErrorCode.NOT_A_MODERATOR);
        for (String path : List.of(room, "/api/rooms/unknown")) {
            assertRefused(ban(path, "bob", "eve", "{}"), ErrorCode.ROOM_NOT_FOUND);
            assertRefused(lift(path, "eve", "eve"), ErrorCode.ROOM_NOT_FOUND);
            assertRefused(service.get(path + "/bans", "eve"), ErrorCode.ROOM_NOT_FOUND);
        }
        assertThat(texts(rooms.get(room, "bob"), "members")).containsExactly("bob", "mod", "mod2", "owner");
        assertThat(list(room, "").get("bans")).isEmpty();
        assertDone(ban(room, "mod2", "owner", "{}"));
        assertDone(rooms.remove(room, "mod", "mod"));
        assertRefused(ban(room, "bob", "mod", "{}"), ErrorCode.ROOM_NOT_FOUND);
    }

    @Test
    void nobodyIsBannedFromADirectRoom() {
        String room = RoomClient.created(service.send("POST", "/api/direct-rooms", "dora", "{\"with\":\"emil\"}"));
        assertRefused(ban(room, "emil", "dora", "{}"), ErrorCode.DIRECT_ROOM);
        assertRefused(lift(room, "emil", "dora"), ErrorCode.DIRECT_ROOM);
        assertRefused(service.get(room + "/bans", "dora"), ErrorCode.DIRECT_ROOM);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '~', textBlock = """
                    {"seconds":0} ~ /seconds ~ is too small
                    {"seconds":-1} ~ /seconds ~ is too small
                    {"seconds":31536001} ~ /seconds ~ is too large
                    {"seconds":1.5} ~ /seconds ~ has the wrong type
                    {"seconds":"60"} ~ /seconds ~ has the wrong type
                    {"seconds":{"$gt":0}} ~ /seconds ~ has the wrong type
                    {"until":"2026"} ~ /until ~ is unknown
                    """)
    void durationThatCannotBeUsedIsExplained(String body, String field, String detail) {
        Reply reply = ban(room(), "bob", "owner", body);
        assertRefused(reply, ErrorCode.BAD_REQUEST);
        assertThat(reply.json().get("errors").findValuesAsString("field")).containsExactly(field);
        assertThat(reply.json().get("errors").findValuesAsString("detail")).containsExactly(detail);
    }

    @Test
    void otherRequestsThatCannotBeUsedAreRefused() {
        String room = room();
        for (String body : List.of("", "null", "[]", "hello", "{\"seconds\":99999999999}")) {
            assertRefused(ban(room, "bob", "owner", body), ErrorCode.BAD_REQUEST);
        }
        assertRefused(ban(room, "owner", "owner", "{}"), ErrorCode.BAD_REQUEST);
        assertRefused(ban(room, "b%20ob", "owner", "{}"), ErrorCode.BAD_REQUEST);
        assertRefused(lift(room, "b%20ob", "owner"), ErrorCode.BAD_REQUEST);
        for (String query : List.of("?limit=0", "?limit=201", "?limit=x", "?after=b%20ob")) {
            assertRefused(service.get(room + "/bans" + query, "owner"), ErrorCode.BAD_REQUEST);
        }
        assertThat(rooms.get(room, "bob").status()).isEqualTo(200);
    }

    @Test
    void listIsPagedByUserId() {
        String room = room();
        IntStream.range(0, 5).forEach(i -> assertDone(ban(room, "user" + i, "mod", "{}")));
        JsonNode page = list(room, "?limit=2");
        assertThat(page.get("bans").findValuesAsString("userId")).containsExactly("user0", "user1");
        assertThat(page.get("bans").get(0).propertyNames()).containsExactly("userId", "bannedBy", "bannedAt");
        assertThat(page.get("hasMore").asBoolean()).isTrue();
        JsonNode rest = list(room, "?after=user1");
        assertThat(rest.get("bans").findValuesAsString("userId")).containsExactly("user2", "user3", "user4");
        assertThat(rest.get("hasMore").asBoolean()).isFalse();
    }

    @Test
    void bansOfARoomAreBounded() {
        String room = room();
        Instant now = Instant.now();
        service.bean(MongoOperations.class)
                .insert(
                        IntStream.range(0, RoomBans.MOST)
                                .mapToObj(i -> BanDocument.of(id(room), "user" + i, "mod", now, null))
                                .toList(),
                        BanDocument.class);
        Reply reply = ban(room, "bob", "mod", "{}");
        assertRefused(reply, ErrorCode.BAD_REQUEST);
        assertThat(reply.json().get("errors").findValuesAsString("detail")).containsExactly("has too many bans");
        assertDone(lift(room, "user7", "mod"));
        assertDone(ban(room, "bob", "mod", "{}"));
    }

    @Test
    void whoIsBannedAndAddedAtTheSameTimeIsNoMember() throws Exception {
        for (int round = 0; round < 20; round++) {
            String room = room();
            List<Future<Reply>> asked = new ArrayList<>();
            try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
                for (int i = 0; i < 3; i++) {
                    asked.add(executor.submit(() -> rooms.add(room, "eve", "owner")));
                }
                asked.add(executor.submit(() -> ban(room, "eve", "mod", "{}")));
            }
            for (Future<Reply> reply : asked) {
                assertThat(reply.get().status()).isIn(204, 403);
            }
            assertThat(texts(rooms.get(room, "bob"), "members")).doesNotContain("eve");
        }
    }

    @Test
    void bansAreAudited() {
        String room = room();
        String actor = " user=mod address=127.0.0.1 room=" + id(room) + " member=bob";
        assertThat(AuditLog.of(() -> {
                    ban(room, "bob", "mod", "{}");
                    lift(room, "bob", "mod");
                    ban(room, "owner", "mod", "{}");
                }))
                .containsExactly("event=member-banned" + actor, "event=ban-lifted" + actor);
    }

    @Test
    void everyQueryUsesAnIndex() {
        Bans bans = service.bean(Bans.class);
        QueryPlans.assertIndexed(
                () -> {
                    bans.put(BanDocument.of("r", "bob", "mod", Instant.now(), null));
                    bans.contains("r", "bob");
                    bans.count("r");
                    bans.page("r", null, 10);
                    bans.page("r", "alice", 10);
                    bans.remove("r", "bob");
                },
                "_id_",
                "roomId_1_userId_1");
    }
}
