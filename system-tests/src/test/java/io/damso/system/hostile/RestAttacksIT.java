package io.damso.system.hostile;

import static io.damso.protocol.ErrorCode.BAD_CURSOR;
import static io.damso.protocol.ErrorCode.BAD_REQUEST;
import static io.damso.protocol.ErrorCode.LINK_NOT_FOUND;
import static io.damso.protocol.ErrorCode.MESSAGE_NOT_STORED_YET;
import static io.damso.protocol.ErrorCode.METHOD_NOT_ALLOWED;
import static io.damso.protocol.ErrorCode.NOT_ACCEPTABLE;
import static io.damso.protocol.ErrorCode.NOT_A_MODERATOR;
import static io.damso.protocol.ErrorCode.NOT_FOUND;
import static io.damso.protocol.ErrorCode.NOT_THE_OWNER;
import static io.damso.protocol.ErrorCode.ROOM_NOT_FOUND;
import static io.damso.protocol.ErrorCode.TOKEN_INVALID;
import static io.damso.protocol.ErrorCode.TOKEN_MISSING;
import static io.damso.protocol.ErrorCode.UNSUPPORTED_MEDIA_TYPE;
import static io.damso.system.attack.Action.abandon;
import static io.damso.system.attack.Action.request;
import static io.damso.system.attack.Action.rest;
import static io.damso.system.attack.Reaction.answered;
import static io.damso.system.attack.Reaction.cleanedUp;
import static io.damso.system.attack.Reaction.problem;
import static org.assertj.core.api.Assertions.assertThat;

import io.damso.system.attack.Action;
import io.damso.system.attack.HostileTest;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Invalid and forbidden requests to REST and to the host of the page. */
class RestAttacksIT extends HostileTest {

    private static final String[] PROTECTED = {
        "GET /api/rooms",
        "POST /api/rooms",
        "GET /api/rooms/{room}",
        "GET /api/rooms/{room}/messages",
        "PUT /api/rooms/{room}/members/mallory",
        "DELETE /api/rooms/{room}/members/{other}",
        "PUT /api/rooms/{room}/members/mallory/role",
        "POST /api/direct-rooms",
        "PATCH /api/rooms/{room}",
        "GET /api/rooms/{room}/bans",
        "PUT /api/rooms/{room}/bans/{other}",
        "DELETE /api/rooms/{room}/bans/{user}",
        "GET /api/rooms/{room}/links",
        "POST /api/rooms/{room}/links",
        "DELETE /api/rooms/{room}/links/x",
        "POST /api/join",
        "POST /api/rooms/{room}/messages/x/reports",
        "GET /api/rooms/{room}/reports",
        "DELETE /api/rooms/{room}/reports/x",
        "GET /api/nothing"
    };

    private static Action plain(String methodAndPath, String... headers) {
        return attacker -> attacker.request(attacker.fill(methodAndPath)
                + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
                + String.join(
                        "",
                        Stream.of(headers)
                                .map(header -> attacker.fill(header) + "\r\n")
                                .toList()) + "\r\n");
    }

    @TestFactory
    Stream<DynamicTest> withoutAToken() {
        return Stream.of(PROTECTED).map(line -> attack(line + " without a token", plain(line), problem(TOKEN_MISSING)));
    }

    @TestFactory
    Stream<DynamicTest> withABadToken() {
        return Stream.of(
                attack("invalid token", plain("GET /api/rooms", "Authorization: Bearer x.y.z"), problem(TOKEN_INVALID)),
                attack(
                        "another scheme",
                        plain("GET /api/rooms", "Authorization: Basic Z3Vlc3Q6Z3Vlc3Q="),
                        problem(TOKEN_MISSING)),
                attack("in the query", plain("GET /api/rooms?access_token={token}"), problem(TOKEN_MISSING)),
                attack("in a cookie", plain("GET /api/rooms", "Cookie: access_token={token}"), problem(TOKEN_MISSING)));
    }

    @TestFactory
    Stream<DynamicTest> roomsOfOthers() {
        return Stream.of(
                attack("read a foreign room", rest("GET /api/rooms/{foreign}", ""), problem(ROOM_NOT_FOUND)),
                attack("read its messages", rest("GET /api/rooms/{foreign}/messages", ""), problem(ROOM_NOT_FOUND)),
                attack("join it", rest("PUT /api/rooms/{foreign}/members/{user}", ""), problem(ROOM_NOT_FOUND)),
                attack(
                        "remove its owner",
                        rest("DELETE /api/rooms/{foreign}/members/{other}", ""),
                        problem(ROOM_NOT_FOUND)),
                attack(
                        "remove the owner of the shared room",
                        rest("DELETE /api/rooms/{room}/members/{other}", ""),
                        problem(NOT_THE_OWNER)),
                attack(
                        "cursor of a message of another room",
                        rest("GET /api/rooms/{room}/messages?before=0199c0de-0000-7000-8000-000000000000", ""),
                        problem(MESSAGE_NOT_STORED_YET)));
    }

    @TestFactory
    Stream<DynamicTest> rolesOfOthers() {
        String role = "PUT /api/rooms/{room}/members/{user}/role";
        return Stream.of(
                attack("add a friend", rest("PUT /api/rooms/{room}/members/friend", ""), problem(NOT_A_MODERATOR)),
                attack("become the owner", rest(role, "{\"role\":\"owner\"}"), problem(NOT_THE_OWNER)),
                attack("become a moderator", rest(role, "{\"role\":\"moderator\"}"), problem(NOT_THE_OWNER)),
                attack("role that is a query", rest(role, "{\"role\":{\"$ne\":\"\"}}"), problem(BAD_REQUEST)),
                attack("role nobody has", rest(role, "{\"role\":\"admin\"}"), problem(BAD_REQUEST)),
                attack(
                        "role in a foreign room",
                        rest("PUT /api/rooms/{foreign}/members/{user}/role", "{\"role\":\"owner\"}"),
                        problem(ROOM_NOT_FOUND)));
    }

    @TestFactory
    Stream<DynamicTest> settingsOfOthers() {
        String room = "PATCH /api/rooms/{room}";
        return Stream.of(
                attack("rename", rest(room, "{\"name\":\"mine\"}"), problem(NOT_A_MODERATOR)),
                attack("remove the topic", rest(room, "{\"topic\":\"\"}"), problem(NOT_A_MODERATOR)),
                attack("archive", rest(room, "{\"archived\":true}"), problem(NOT_THE_OWNER)),
                attack("name that is a query", rest(room, "{\"name\":{\"$ne\":\"\"}}"), problem(BAD_REQUEST)),
                attack("field of the store", rest(room, "{\"owner\":\"{user}\"}"), problem(BAD_REQUEST)),
                attack("topic of two lines", rest(room, "{\"topic\":\"a\\nb\"}"), problem(BAD_REQUEST)),
                attack(
                        "topic of 251 characters",
                        rest(room, "{\"topic\":\"" + "x".repeat(251) + "\"}"),
                        problem(BAD_REQUEST)),
                attack(
                        "rename a foreign room",
                        rest("PATCH /api/rooms/{foreign}", "{\"name\":\"mine\"}"),
                        problem(ROOM_NOT_FOUND)));
    }

    @TestFactory
    Stream<DynamicTest> bansAndLinks() {
        String token = "A".repeat(43);
        return Stream.of(
                attack("ban the owner", rest("PUT /api/rooms/{room}/bans/{other}", "{}"), problem(NOT_THE_OWNER)),
                attack("ban a stranger", rest("PUT /api/rooms/{room}/bans/friend", "{}"), problem(NOT_A_MODERATOR)),
                attack("lift a ban", rest("DELETE /api/rooms/{room}/bans/friend", ""), problem(NOT_A_MODERATOR)),
                attack("list bans", rest("GET /api/rooms/{room}/bans", ""), problem(NOT_A_MODERATOR)),
                attack("ban in a foreign room", rest("PUT /api/rooms/{foreign}/bans/x", "{}"), problem(ROOM_NOT_FOUND)),
                attack("ban a pattern", rest("PUT /api/rooms/{room}/bans/*", "{}"), problem(BAD_REQUEST)),
                attack(
                        "ban for a query",
                        rest("PUT /api/rooms/{room}/bans/friend", "{\"seconds\":{\"$gt\":0}}"),
                        problem(BAD_REQUEST)),
                attack("create a link", rest("POST /api/rooms/{room}/links", "{}"), problem(NOT_A_MODERATOR)),
                attack("list links", rest("GET /api/rooms/{room}/links", ""), problem(NOT_A_MODERATOR)),
                attack("revoke a link", rest("DELETE /api/rooms/{room}/links/x", ""), problem(NOT_A_MODERATOR)),
                attack("list foreign links", rest("GET /api/rooms/{foreign}/links", ""), problem(ROOM_NOT_FOUND)),
                attack("endless link", rest("POST /api/rooms/{own}/links", "{\"uses\":1001}"), problem(BAD_REQUEST)),
                attack(
                        "guess a token",
                        rest("POST /api/join", "{\"token\":\"" + token + "\"}"),
                        problem(LINK_NOT_FOUND)),
                attack(
                        "token that is a query",
                        rest("POST /api/join", "{\"token\":{\"$ne\":\"\"}}"),
                        problem(BAD_REQUEST)),
                attack("token in the query", rest("POST /api/join?token=" + token, "{}"), problem(BAD_REQUEST)));
    }

    @TestFactory
    Stream<DynamicTest> reports() {
        String unknown = "POST /api/rooms/{room}/messages/0199c0de-0000-7000-8000-000000000000/reports";
        return Stream.of(
                attack("list reports", rest("GET /api/rooms/{room}/reports", ""), problem(NOT_A_MODERATOR)),
                attack("close reports", rest("DELETE /api/rooms/{room}/reports/x", ""), problem(NOT_A_MODERATOR)),
                attack("list foreign reports", rest("GET /api/rooms/{foreign}/reports", ""), problem(ROOM_NOT_FOUND)),
                attack(
                        "close foreign reports",
                        rest("DELETE /api/rooms/{foreign}/reports/x", ""),
                        problem(ROOM_NOT_FOUND)),
                attack(
                        "report in a foreign room",
                        rest("POST /api/rooms/{foreign}/messages/x/reports", "{}"),
                        problem(ROOM_NOT_FOUND)),
                attack("report a message of another room", rest(unknown, "{}"), problem(MESSAGE_NOT_STORED_YET)),
                attack(
                        "report a query",
                        rest("POST /api/rooms/{room}/messages/$ne/reports", "{}"),
                        problem(BAD_CURSOR)),
                attack("reason that is a query", rest(unknown, "{\"reason\":{\"$ne\":\"\"}}"), problem(BAD_REQUEST)),
                attack(
                        "reason of 501 characters",
                        rest(unknown, "{\"reason\":\"" + "x".repeat(501) + "\"}"),
                        problem(BAD_REQUEST)),
                attack("report in another name", rest(unknown, "{\"reporter\":\"{other}\"}"), problem(BAD_REQUEST)),
                attack(
                        "list behind a query",
                        rest("GET /api/rooms/{own}/reports?after=$gt", ""),
                        problem(BAD_REQUEST)));
    }

    @TestFactory
    Stream<DynamicTest> directRooms() {
        String open = "POST /api/direct-rooms";
        return Stream.of(
                attack("with oneself", rest(open, "{\"with\":\"{user}\"}"), problem(BAD_REQUEST)),
                attack("with a pattern", rest(open, "{\"with\":\"*\"}"), problem(BAD_REQUEST)),
                attack("with a query", rest(open, "{\"with\":{\"$ne\":\"\"}}"), problem(BAD_REQUEST)),
                attack("with a pair in one id", rest(open, "{\"with\":\"{user}/{other}\"}"), problem(BAD_REQUEST)),
                attack(
                        "with a third member",
                        rest(open, "{\"with\":\"friend\",\"members\":[\"{other}\"]}"),
                        problem(BAD_REQUEST)),
                attack("without a body", rest(open, ""), problem(BAD_REQUEST)),
                attack("list of all", rest("GET /api/direct-rooms", ""), problem(METHOD_NOT_ALLOWED)));
    }

    @TestFactory
    Stream<DynamicTest> injections() {
        return Stream.of(
                attack(
                        "cursor that is a query",
                        rest("GET /api/rooms/{room}/messages?before[$ne]=x&limit=1", ""),
                        answered(200)),
                attack(
                        "cursor that reads as a query",
                        rest("GET /api/rooms/{room}/messages?before=%7B%22$ne%22:1%7D", ""),
                        problem(BAD_CURSOR)),
                attack(
                        "room that reads as a query",
                        rest("GET /api/rooms/%7B%22$ne%22:1%7D", ""),
                        problem(ROOM_NOT_FOUND)),
                attack(
                        "limit above the range of numbers",
                        rest("GET /api/rooms/{room}/messages?limit=99999999999", ""),
                        problem(BAD_REQUEST)),
                attack("negative limit", rest("GET /api/rooms/{room}/messages?limit=-1", ""), problem(BAD_REQUEST)),
                attack(
                        "two limits, of which the first is used",
                        rest("GET /api/rooms/{room}/messages?limit=1&limit=2", ""),
                        answered(200)),
                attack("NUL in a cursor", rest("GET /api/rooms/{room}/messages?before=%00", ""), problem(BAD_CURSOR)),
                attack(
                        "invalid UTF-8 in a cursor",
                        rest("GET /api/rooms/{room}/messages?before=%C3%28", ""),
                        problem(BAD_REQUEST)),
                attack("invalid escape", rest("GET /api/rooms/{room}/messages?before=%zz", ""), problem(BAD_REQUEST)),
                attack("member that is a pattern", rest("PUT /api/rooms/{room}/members/*", ""), problem(BAD_REQUEST)));
    }

    @TestFactory
    Stream<DynamicTest> bodies() {
        // spotless:off
        return Stream.of(
                attack("no body", rest("POST /api/rooms", ""), problem(BAD_REQUEST)),
                attack("invalid JSON", rest("POST /api/rooms", "hello"), problem(BAD_REQUEST)),
                attack("JSON null", rest("POST /api/rooms", "null"), problem(BAD_REQUEST)),
                attack("array", rest("POST /api/rooms", "[]"), problem(BAD_REQUEST)),
                attack("name that is a query", rest("POST /api/rooms", "{\"name\":{\"$gt\":\"\"}}"),
                        problem(BAD_REQUEST)),
                attack("name of 101 characters", rest("POST /api/rooms", "{\"name\":\"" + "x".repeat(101) + "\"}"),
                        problem(BAD_REQUEST)),
                attack("member null", rest("POST /api/rooms", "{\"name\":\"x\",\"members\":[null]}"),
                        problem(BAD_REQUEST)),
                attack("member that is a pattern", rest("POST /api/rooms", "{\"name\":\"x\",\"members\":[\"*\"]}"),
                        problem(BAD_REQUEST)),
                attack("fifty thousand brackets", rest("POST /api/rooms", "[".repeat(50_000)), problem(BAD_REQUEST)),
                attack("half a surrogate pair", rest("POST /api/rooms", "{\"name\":\"\\ud83d\"}"),
                        problem(BAD_REQUEST)),
                attack("over 128 KiB", rest("POST /api/rooms", "{\"name\":\"" + "x".repeat(130 << 10) + "\"}"),
                        answered(413)),
                attack("form of another site's page",
                        request("POST /api/rooms HTTP/1.1", "Host: localhost", "Connection: close",
                        "Authorization: Bearer {token}", "Content-Type: application/x-www-form-urlencoded",
                                "Content-Length: 6",
                        "", "name=x"), problem(UNSUPPORTED_MEDIA_TYPE)),
                attack("XML", request("POST /api/rooms HTTP/1.1", "Host: localhost", "Connection: close",
                        "Authorization: Bearer {token}", "Content-Type: application/xml", "Content-Length: 4", "",
                                "<a/>"),
                        problem(UNSUPPORTED_MEDIA_TYPE)),
                attack("invalid content type",
                        request("POST /api/rooms HTTP/1.1", "Host: localhost", "Connection: close",
                        "Authorization: Bearer {token}", "Content-Type: ///", "Content-Length: 2", "", "{}"),
                        problem(UNSUPPORTED_MEDIA_TYPE)),
                attack("unsupported type of answer", plain("GET /api/rooms", "Accept: image/png",
                        "Authorization: Bearer {token}"), problem(NOT_ACCEPTABLE)),
                attack("incomplete body, then disconnect", abandon("POST /api/rooms HTTP/1.1\r\nHost: localhost\r\n"
                        + "Authorization: Bearer {token}\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{"), cleanedUp()),
                attack("sign in as nobody", rest("POST /api/auth/token", "{\"username\":\"\"}"), problem(BAD_REQUEST)),
                attack("sign in as a pattern", rest("POST /api/auth/token", "{\"username\":\"a*#/..\"}"),
                        problem(BAD_REQUEST)));
        // spotless:on
    }

    @TestFactory
    Stream<DynamicTest> methods() {
        return Stream.of(
                attack("TRACE", plain("TRACE /api/rooms", "Authorization: Bearer {token}"), answered(405)),
                attack("CONNECT", plain("CONNECT localhost:5672"), answered(400)),
                attack("PATCH", rest("PATCH /api/rooms", "{}"), problem(METHOD_NOT_ALLOWED)),
                attack("DELETE of everything", rest("DELETE /api/rooms", ""), problem(METHOD_NOT_ALLOWED)),
                attack("unknown method", rest("BREW /api/rooms", ""), problem(BAD_REQUEST)),
                attack(
                        "method in another header",
                        plain(
                                "GET /api/rooms/{room}",
                                "X-HTTP-Method-Override: DELETE",
                                "Authorization: Bearer {token}"),
                        answered(200)));
    }

    @TestFactory
    Stream<DynamicTest> forbiddenPaths() {
        // spotless:off
        return Stream.of(
                        "/actuator", "/actuator/health", "/actuator/prometheus", "/api/../actuator/health",
                                "/api/%2e%2e/actuator",
                        "/ws/../actuator/health", "/ws/%2e%2e/actuator", "/api;x=y/rooms", "/api/rooms;jsessionid=1",
                        "/api/..;/actuator", "/api\\rooms", "/%5cactuator", "/..%2f..%2fetc/passwd",
                        "/vendor/../../../etc/passwd", "/.git/config", "/.env", "/nginx.conf", "/error", "/api",
                                "/ws/iframe.html",
                        "/console")
                .map(path -> attack("GET " + path, plain("GET " + path),
                        answered(path.contains("etc/passwd") ? 400 : 404)));
        // spotless:on
    }

    @TestFactory
    Stream<DynamicTest> ambiguousRequests() {
        // spotless:off
        return Stream.of(
                attack("two lengths", request("POST /api/rooms HTTP/1.1", "Host: localhost", "Content-Length: 2",
                        "Content-Length: 3", "", "{}"), answered(400)),
                attack("length and chunks", request("POST /api/rooms HTTP/1.1", "Host: localhost", "Content-Length: 4",
                        "Transfer-Encoding: chunked", "", "0", "", ""), answered(400)),
                attack("chunks with an invalid length", request("POST /api/rooms HTTP/1.1", "Host: localhost",
                        "Transfer-Encoding: chunked", "", "zz", "{}"), answered(400)),
                attack("unknown encoding", request("POST /api/rooms HTTP/1.1", "Host: localhost",
                        "Transfer-Encoding: chunked, evil", "", "0", "", ""), answered(501)),
                attack("whole URL of another host", request("GET http://evil.example/api/rooms HTTP/1.1",
                        "Host: localhost", "Connection: close"), problem(TOKEN_MISSING)),
                attack("second request after the first", request("GET /api/rooms HTTP/1.1", "Host: localhost",
                        "Content-Length: 0", "", "GET /actuator HTTP/1.1", "Host: localhost", "", ""),
                                problem(TOKEN_MISSING)),
                attack("bytes that are not HTTP", attacker -> attacker.request("\u0016\u0003\u0001\r\n\r\n"), answered(400)));
        // spotless:on
    }

    @TestFactory
    Stream<DynamicTest> pagesOfOthers() {
        return Stream.of(
                attack(
                        "preflight from another site",
                        plain(
                                "OPTIONS /api/rooms",
                                "Origin: https://evil.example",
                                "Access-Control-Request-Method: POST",
                                "Access-Control-Request-Headers: authorization"),
                        new io.damso.system.attack.Reaction("not allowed", attacker -> {
                            assertThat(attacker.answer().status())
                                    .isGreaterThanOrEqualTo(400)
                                    .isLessThan(500);
                            assertThat(attacker.answer().headers()).doesNotContainKey("access-control-allow-origin");
                        })),
                attack("resource nobody made", rest("GET /api/rooms/{room}/nothing", ""), problem(NOT_FOUND)));
    }
}
