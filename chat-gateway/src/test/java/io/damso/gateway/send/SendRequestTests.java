package io.damso.gateway.send;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.damso.gateway.RefusedException;
import io.damso.protocol.ChatMessage;
import io.damso.protocol.ErrorCode;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

class SendRequestTests {

    private static final int LIMIT = 16;
    private static final String REPLIED = "0199c0de-0000-8000-8000-000000000001";

    @Test
    void documentedBodyIsRead() throws RefusedException {
        assertThat(read("{\"text\":\"hi\",\"clientMessageId\":\"c1\"}"))
                .isEqualTo(new SendRequest("hi", "c1", null, null));
        assertThat(read("{\"text\":\"hi\"}")).isEqualTo(new SendRequest("hi", null, null, null));
        assertThat(read("{\"text\":\"hi\",\"clientMessageId\":null,\"newer\":[1]}"))
                .isEqualTo(new SendRequest("hi", null, null, null));
    }

    @Test
    void replyAndDataAreRead() throws RefusedException {
        SendRequest read = SendRequest.read(
                ("{\"text\":\"hi\",\"replyTo\":\"" + REPLIED + "\",\"data\": {\"card\" : [1, 2.50, null, \"가\"]}}")
                        .getBytes(StandardCharsets.UTF_8),
                1_000,
                new JsonMapper());
        assertThat(read.replyTo()).isEqualTo(REPLIED);
        assertThat(read.data().json()).isEqualTo("{\"card\":[1,2.5,null,\"가\"]}");
        assertThat(read("{\"text\":\"hi\",\"replyTo\":null,\"data\":null}"))
                .isEqualTo(new SendRequest("hi", null, null, null));
    }

    @Test
    void dataCountsTowardsTheLimitOfTheText() throws RefusedException {
        String twelve = ",\"data\":{\"a\":\"가b\"}"; // 12 bytes
        assertThat(read("{\"text\":\"abcd\"" + twelve + "}").text()).isEqualTo("abcd");
        assertRefused("{\"text\":\"abcde\"" + twelve + "}", ErrorCode.TEXT_TOO_LONG);
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            delimiter = ';',
            value = {"\"card\"", "[]", "7", "true", "{\"a\":1e400}", "{\"a\":[-1e400]}", "{\"a\":\"\\ud800\"}"})
    void otherDataIsRefused(String data) {
        assertRefused("{\"text\":\"a\",\"data\":" + data + "}", ErrorCode.DATA_INVALID);
    }

    @Test
    void dataIsBounded() throws RefusedException {
        String fits = "x".repeat(ChatMessage.MAX_DATA_BYTES - "{\"a\":\"\"}".length());
        assertThat(readLong(fits).data()).isNotNull();
        for (String tooLong : List.of(fits + "x", fits.substring(1) + "é", "가".repeat(1_000))) {
            assertThatExceptionOfType(RefusedException.class)
                    .isThrownBy(() -> readLong(tooLong))
                    .satisfies(refused -> assertThat(refused.code()).isEqualTo(ErrorCode.DATA_INVALID));
        }
    }

    private static SendRequest readLong(String value) throws RefusedException {
        String body = "{\"text\":\"a\",\"data\":{\"a\":\"" + value + "\"}}";
        return SendRequest.read(body.getBytes(StandardCharsets.UTF_8), 4_096, new JsonMapper());
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"\"", "\"m1\"", "7", "{}", "\"0199C0DE-0000-8000-8000-000000000001\""})
    void replyToSomethingElseThanAnIdIsRefused(String replyTo) {
        assertRefused("{\"text\":\"a\",\"replyTo\":" + replyTo + "}", ErrorCode.REPLY_TO_INVALID);
    }

    @Test
    void limitCountsBytesOfUtf8AsJsonWritesThem() throws RefusedException {
        assertThat(read("{\"text\":\"" + "a".repeat(LIMIT) + "\"}").text()).hasSize(LIMIT);
        assertRefused("{\"text\":\"" + "a".repeat(LIMIT + 1) + "\"}", ErrorCode.TEXT_TOO_LONG);
        for (String[] fullAndNext : new String[][] {
            {"가가가가가a", "가가가가가가"}, {"\\ud83d\\ude00".repeat(4), "\\ud83d\\ude00".repeat(4) + "a"},
            {"\\\"".repeat(8), "\\\"".repeat(8) + "a"}, {"\\n".repeat(7) + "ab", "\\n".repeat(8) + "a"},
            {"\\u0001\\u0001abcd", "\\u0001\\u0001abcde"}, {"\\u0061".repeat(16), "\\u0061".repeat(17)}
        }) {
            assertThat(read("{\"text\":\"" + fullAndNext[0] + "\"}").text()).isNotEmpty();
            assertRefused("{\"text\":\"" + fullAndNext[1] + "\"}", ErrorCode.TEXT_TOO_LONG);
        }
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "``, BODY_EMPTY",
                "hello, BODY_UNREADABLE",
                "{, BODY_UNREADABLE",
                "[], BODY_UNREADABLE",
                "\"text\", BODY_UNREADABLE",
                "null, BODY_UNREADABLE",
                "{}, BODY_UNREADABLE",
                "{\"text\":1}, BODY_UNREADABLE",
                "{\"text\":null}, BODY_UNREADABLE",
                "{\"text\":\"a\"} {}, BODY_UNREADABLE",
                "{\"text\":\"\\ud800\"}, BODY_UNREADABLE",
                "`{\"text\":\"a\",\"data\":{\"\\udc00\":1}}`, BODY_UNREADABLE",
                "`{\"text\":\"a\",\"clientMessageId\":\"a\\udfff\"}`, BODY_UNREADABLE",
                "{\"text\":\"\"}, TEXT_EMPTY",
                "{\"text\":\" \\n\"}, TEXT_EMPTY",
                "`{\"text\":\"a\",\"clientMessageId\":\"\"}`, CLIENT_MESSAGE_ID_INVALID",
                "`{\"text\":\"a\",\"clientMessageId\":7}`, CLIENT_MESSAGE_ID_INVALID",
                "`{\"text\":\"a\",\"clientMessageId\":{}}`, CLIENT_MESSAGE_ID_INVALID"
            })
    void everythingElseIsRefusedWithItsCode(String body, ErrorCode code) {
        assertRefused(body, code);
    }

    @Test
    void longClientMessageIdAndDeepNestingAreRefused() {
        assertRefused(
                "{\"text\":\"a\",\"clientMessageId\":\"" + "x".repeat(65) + "\"}", ErrorCode.CLIENT_MESSAGE_ID_INVALID);
        assertRefused("{\"a\":".repeat(20_000), ErrorCode.BODY_UNREADABLE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"C0AF", "E080AF", "EDA080", "F4908080", "80", "C3", "FF"})
    void bodyThatIsNoUtf8IsUnreadableWhereverThatIs(String hex) {
        String bad = new String(HexFormat.of().parseHex(hex), StandardCharsets.ISO_8859_1);
        for (String body : List.of("{\"text\":\"" + bad + "\"}", "{\"text\":\"a\",\"more\":\"" + bad + "\"}")) {
            assertThatExceptionOfType(RefusedException.class)
                    .isThrownBy(
                            () -> SendRequest.read(body.getBytes(StandardCharsets.ISO_8859_1), LIMIT, new JsonMapper()))
                    .matches(e -> e.code() == ErrorCode.BODY_UNREADABLE);
        }
    }

    private static void assertRefused(String body, ErrorCode code) {
        assertThatExceptionOfType(RefusedException.class)
                .isThrownBy(() -> read(body))
                .withNoCause() // it would write the text into the log
                .matches(e -> e.code() == code, code.slug());
    }

    private static SendRequest read(String body) throws RefusedException {
        return SendRequest.read(body.getBytes(StandardCharsets.UTF_8), LIMIT, new JsonMapper());
    }
}
