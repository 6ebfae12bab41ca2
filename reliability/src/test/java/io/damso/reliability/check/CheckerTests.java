package io.damso.reliability.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A history in which everything is right, and what the checker says when one thing is wrong. */
class CheckerTests {

    /** Ann sends three messages, the second twice; Bob moves to another session and resumes by his position. */
    private static final List<String> GOOD = List.of(
            "{'event':'run','at':0,'scenario':'planted'}",
            "{'event':'subscribing','at':1,'client':'ann','room':'r','subscription':1,'from':'nothing'}",
            "{'event':'live','at':2,'client':'ann','room':'r','subscription':1,'position':true}",
            "{'event':'subscribing','at':1,'client':'bob','room':'r','subscription':1,'from':'nothing'}",
            "{'event':'live','at':2,'client':'bob','room':'r','subscription':1,'position':true}",
            "{'event':'sent','at':10,'client':'ann','room':'r','session':1,'message':'ann/1','due':9}",
            "{'event':'acknowledged','at':12,'client':'ann','message':'ann/1','id':'A'}",
            "{'event':'heard','at':13,'client':'bob','room':'r','message':'ann/1','id':'A','position':true}",
            "{'event':'heard','at':13,'client':'ann','room':'r','message':'ann/1','id':'A','position':true}",
            "{'event':'fault','at':20,'number':1,'text':'kill'}",
            "{'event':'closed','at':21,'client':'bob','reason':'close 1006'}",
            "{'event':'sent','at':22,'client':'ann','room':'r','session':1,'message':'ann/2','due':22}",
            "{'event':'heard','at':23,'client':'ann','room':'r','message':'ann/2','id':'B','position':true}",
            "{'event':'sent','at':24,'client':'ann','room':'r','session':1,'message':'ann/3','due':24}",
            "{'event':'heard','at':25,'client':'ann','room':'r','message':'ann/3','id':'C','position':true}",
            "{'event':'sent','at':26,'client':'ann','room':'r','session':1,'message':'ann/4','due':26}",
            "{'event':'acknowledged','at':27,'client':'ann','message':'ann/4','id':'D'}",
            "{'event':'heard','at':28,'client':'ann','room':'r','message':'ann/4','id':'D','position':true}",
            "{'event':'subscribing','at':30,'client':'bob','room':'r','subscription':2,'from':'position'}",
            "{'event':'heard','at':31,'client':'bob','room':'r','message':'ann/2','id':'B','position':true}",
            "{'event':'heard','at':32,'client':'bob','room':'r','message':'ann/3','id':'C','position':true}",
            "{'event':'heard','at':32,'client':'bob','room':'r','message':'ann/4','id':'D','position':true}",
            "{'event':'live','at':33,'client':'bob','room':'r','subscription':2,'position':true,'recovered':true}",
            "{'event':'healed','at':40,'number':1,'text':'kill'}",
            "{'event':'sent','at':41,'client':'ann','room':'r','session':2,'message':'ann/2','due':22}",
            "{'event':'acknowledged','at':42,'client':'ann','message':'ann/2','id':'B'}",
            "{'event':'acknowledged','at':43,'client':'ann','message':'ann/3','id':'C'}",
            "{'event':'stored','at':50,'room':'r','seq':1,'message':'ann/1','id':'A'}",
            "{'event':'stored','at':50,'room':'r','seq':2,'message':'ann/2','id':'B'}",
            "{'event':'stored','at':50,'room':'r','seq':3,'message':'ann/3','id':'C'}",
            "{'event':'stored','at':50,'room':'r','seq':4,'message':'ann/4','id':'D'}",
            "{'event':'end','at':60,'complete':true}");

    @TempDir
    Path directory;

    private Verdict judge(List<String> lines) throws IOException {
        Path file = directory.resolve("history.jsonl");
        Files.write(file, lines.stream().map(line -> line.replace('\'', '"')).toList());
        return Check.judge(file);
    }

    @Test
    void goodHistoryIsGoodAndItsLedgerIsCounted() throws IOException {
        Verdict verdict = judge(GOOD);
        assertThat(verdict.violations()).isEmpty();
        assertThat(verdict.scenario()).isEqualTo("planted");
        assertThat(verdict.sent()).isEqualTo(4);
        assertThat(verdict.acknowledged()).isEqualTo(4);
        assertThat(verdict.stored()).isEqualTo(4);
        assertThat(verdict.heard()).isEqualTo(8);
        assertThat(verdict.closed()).isOne();
        assertThat(verdict.secondsUntilLive()).isEqualTo(0.012); // between two sessions, from 21 to 33
        assertThat(verdict.receiptMillis()).isEqualTo(20);
        assertThat(verdict.secondsUntilStored()).isNull();
        assertThat(verdict.backlog()).isNull();
        assertThat(verdict.toString()).contains(" - s until stored,");
    }

    /** The good history with a limit, and with what somebody found who looked into the store meanwhile. */
    private static List<String> watched(double storedWithin, String... found) {
        List<String> lines = new ArrayList<>(GOOD);
        lines.set(0, "{'event':'run','at':0,'storedWithin':" + storedWithin + "}");
        lines.addAll(line("'stored'"), List.of(found));
        return lines;
    }

    private static String found(double at, String message, String id) {
        return "{'event':'found','at':%s,'room':'r','message':'%s','id':'%s'}".formatted(at, message, id);
    }

    @Test
    void messagesOfAFaultMustBeFoundWithinTheLimit() throws IOException {
        // Of the messages that were acknowledged between 20 and 40 there is one, at 27.
        String[] late = {found(15, "ann/1", "A"), found(44, "ann/4", "D"), found(900, "ann/2", "B")};
        Verdict verdict = judge(watched(0.017, late));
        assertThat(verdict.violations()).isEmpty();
        assertThat(verdict.secondsUntilStored()).isEqualTo(0.017);
        assertThat(judge(watched(0.016, late)).violations())
                .extracting(Violation::kind)
                .containsExactly(Kind.STORED_LATE);
    }

    @Test
    void messageThatIsFoundBeforeItsReceiptTakesNoTime() throws IOException {
        assertThat(judge(watched(1, found(26.5, "ann/4", "D"))).secondsUntilStored())
                .isZero();
    }

    @Test
    void messageThatIsNeverFoundCountsUntilTheEnd() throws IOException {
        Verdict verdict = judge(watched(0.032, found(15, "ann/1", "A")));
        assertThat(verdict.secondsUntilStored()).isEqualTo(0.033);
        assertThat(verdict.violations()).extracting(Violation::kind).containsExactly(Kind.STORED_LATE);
    }

    @Test
    void foundMessageHasTheIdOfItsReceipt() throws IOException {
        assertThat(judge(watched(1, found(45, "ann/4", "X"))).violations())
                .extracting(Violation::kind)
                .contains(Kind.IDENTITY);
    }

    @Test
    void backlogIsWhatWaitedBehindTheLongestPause() throws IOException {
        Verdict verdict = judge(watched(
                10,
                found(15, "ann/1", "A"),
                found(6_015, "ann/4", "D"),
                found(6_016, "ann/2", "B"),
                found(6_019, "ann/3", "C")));
        assertThat(verdict.backlog()).isEqualTo(new Backlog(6, 3, 0.004));
        assertThat(verdict.toString())
                .endsWith("nothing was stored for 6.0 s; then the 3 waiting messages were stored in 0.0 s:"
                        + " 750 a second, and they had come at 1");
    }

    @Test
    void backlogOfOneMomentHasNoRateAndShortPausesLeaveNone() throws IOException {
        Verdict verdict = judge(watched(10, found(15, "ann/1", "A"), found(5_015, "ann/4", "D")));
        assertThat(verdict.backlog()).isEqualTo(new Backlog(5, 1, 0));
        assertThat(String.valueOf(verdict.backlog())).endsWith("then the 1 waiting message was stored at once");
        assertThat(judge(watched(10, found(15, "ann/1", "A"), found(5_014, "ann/4", "D")))
                        .backlog())
                .isNull();
    }

    /** What is planted: the number of the line that is replaced, the new lines, and the violation that must be found. */
    static Stream<Arguments> planted() {
        return Stream.concat(plantedInDeliveries(), plantedElsewhere());
    }

    private static Stream<Arguments> plantedInDeliveries() {
        return Stream.of(
                plant(
                        Kind.LOST,
                        line("'end'"),
                        "{'event':'sent','at':55,'client':'ann','room':'r','session':2,'message':'ann/5'}",
                        "{'event':'acknowledged','at':56,'client':'ann','message':'ann/5','id':'E'}",
                        GOOD.getLast()),
                plant(
                        Kind.STORED_TWICE,
                        line("'end'"),
                        "{'event':'stored','room':'r','seq':5,'message':'ann/1','id':'A'}"),
                plant(
                        Kind.HEARD_TWICE,
                        line("'healed'"),
                        "{'event':'heard','at':35,'client':'bob','message':'ann/4','id':'D','position':true}"),
                plant(
                        Kind.HEARD_TWICE, // the position covered it
                        line("'at':31"),
                        "{'event':'heard','at':31,'client':'bob','message':'ann/1','id':'A','position':true}",
                        GOOD.get(line("'at':31"))),
                plant(
                        Kind.STORED_IN_DISORDER,
                        line("'seq':3"),
                        "{'event':'stored','room':'r','seq':3,'message':'ann/4','id':'D'}",
                        "{'event':'stored','room':'r','seq':4,'message':'ann/3','id':'C'}",
                        "-"),
                plant(
                        Kind.HEARD_IN_DISORDER,
                        line("'at':32"),
                        "{'event':'heard','at':32,'client':'bob','message':'ann/4','id':'D','position':true}",
                        "{'event':'heard','at':32,'client':'bob','message':'ann/3','id':'C','position':true}",
                        "-"),
                plant(Kind.HOLE, line("'at':31"), ""),
                plant(
                        Kind.HEARD_NOT_STORED,
                        line("'end'"),
                        "{'event':'heard','at':55,'client':'bob','message':'ann/9','id':'X','position':true}",
                        GOOD.getLast()));
    }

    private static Stream<Arguments> plantedElsewhere() {
        return Stream.of(
                plant(
                        Kind.NUMBERS,
                        line("'seq':4"),
                        "{'event':'stored','room':'r','seq':6,'message':'ann/4','id':'D'}"),
                plant(
                        Kind.IDENTITY,
                        line("'seq':4"),
                        "{'event':'stored','room':'r','seq':4,'message':'ann/4','id':'Z'}"),
                plant(Kind.REFUSED, line("'end'"), "{'event':'refused','at':55,'client':'ann','message':'ann/5'}"),
                plant(Kind.CLOSED, 0, "{'event':'run','at':0,'mayClose':['close 1012']}"),
                plant(Kind.SLOW, 0, "{'event':'run','at':0,'liveWithin':0.011}"),
                plant(Kind.STORED_LATE, 0, "{'event':'run','at':0,'storedWithin':5}"),
                plant(Kind.DEAD_LETTERED, line("'end'"), "{'event':'dead-letters','at':55,'count':2}", GOOD.getLast()),
                plant(Kind.INCOMPLETE, line("'end'"), ""),
                plant(Kind.INCOMPLETE, line("'end'"), "{'event':'end','complete':false,'waitsFor':'all'}"),
                plant(
                        Kind.HEARD_AFTER_LEAVING,
                        line("'end'"),
                        "{'event':'left','at':60,'client':'bob','room':'r'}",
                        "{'event':'sent','at':1200,'client':'ann','room':'r','session':2,'message':'ann/5'}",
                        "{'event':'heard','at':1201,'client':'bob','message':'ann/5','id':'E'}",
                        "{'event':'heard','at':1201,'client':'ann','message':'ann/5','id':'E'}",
                        "{'event':'stored','room':'r','seq':5,'message':'ann/5','id':'E'}",
                        GOOD.getLast()),
                plant(
                        Kind.WRITTEN_AFTER_LEAVING,
                        line("'end'"),
                        "{'event':'left','at':60,'client':'ann','room':'r'}",
                        "{'event':'sent','at':1200,'client':'ann','room':'r','session':2,'message':'ann/5'}",
                        "{'event':'heard','at':1201,'client':'bob','message':'ann/5','id':'E'}",
                        "{'event':'stored','room':'r','seq':5,'message':'ann/5','id':'E'}",
                        GOOD.getLast()));
    }

    private static int line(String part) {
        for (int i = 0; i < GOOD.size(); i++) {
            if (GOOD.get(i).contains(part)) {
                return i;
            }
        }
        throw new AssertionError(part);
    }

    private static Arguments plant(Kind kind, int line, String... replacement) {
        return Arguments.of(kind, line, replacement);
    }

    @ParameterizedTest
    @MethodSource("planted")
    void plantedViolationIsFoundAndNothingElse(Kind kind, int line, String[] replacement) throws IOException {
        List<String> lines = new ArrayList<>(GOOD.subList(0, line));
        boolean replacesTwo = Arrays.asList(replacement).contains("-");
        Arrays.stream(replacement).filter(text -> text.length() > 1).forEach(lines::add);
        lines.addAll(GOOD.subList(line + (replacesTwo ? 2 : 1), GOOD.size()));
        if (kind == Kind.STORED_TWICE || kind == Kind.HEARD_TWICE || kind == Kind.REFUSED) {
            lines.add(GOOD.getLast());
        }
        assertThat(judge(lines).violations()).extracting(Violation::kind).containsOnly(kind);
    }

    @Test
    void repeatOfTheSenderMayBeHeardAgain() throws IOException {
        List<String> lines = new ArrayList<>(GOOD);
        lines.add(
                line("'at':42"), "{'event':'heard','at':42,'client':'bob','message':'ann/2','id':'B','position':true}");
        Verdict verdict = judge(lines);
        assertThat(verdict.violations()).isEmpty();
        assertThat(verdict.repeated()).isOne();
    }

    @Test
    void whatNoPositionCoversMayComeAgainInTheNextSubscriptionButOnce() throws IOException {
        List<String> lines = new ArrayList<>(GOOD);
        lines.replaceAll(line -> line.contains("'at':13,'client':'bob'") ? line.replace("true", "false") : line);
        String again = "{'event':'heard','at':31,'client':'bob','message':'ann/1','id':'A','position':false}";
        lines.add(line("'at':31"), again);
        assertThat(judge(lines).violations()).isEmpty();
        lines.add(line("'at':31"), again);
        assertThat(judge(lines).violations()).extracting(Violation::kind).containsExactly(Kind.HEARD_TWICE);
    }

    /** Bob's second subscription is not recovered, and delivers these live; the third has what was missed. */
    private static List<String> overAHole(String... live) {
        List<String> lines = new ArrayList<>(GOOD);
        int replay = line("'at':31");
        lines.add(replay, "{'event':'live','at':30.1,'client':'bob','room':'r','position':false,'back':true}");
        lines.addAll(replay + 1, List.of(live));
        lines.add(
                replay + 1 + live.length,
                "{'event':'subscribing','at':30.9,'client':'bob','room':'r','from':'position'}");
        return lines;
    }

    private static String live(String message, String id) {
        return "{'event':'heard','at':30.5,'client':'bob','message':'%s','id':'%s','position':false}"
                .formatted(message, id);
    }

    @Test
    void whatWasHeardLiveOverAHoleComesAgainInItsPlaceOfTheReplay() throws IOException {
        List<String> lines = overAHole(live("ann/3", "C"), live("ann/4", "D"));
        assertThat(judge(lines).violations()).isEmpty();
        lines.add(lines.indexOf(GOOD.get(line("'at':33"))), live("ann/3", "C"));
        assertThat(judge(lines).violations()).extracting(Violation::kind).containsExactly(Kind.HEARD_TWICE);
    }

    @Test
    void confirmationWithPositionCoversWhatWasHeardLiveOverAHole() throws IOException {
        List<String> lines = overAHole(live("ann/4", "D"));
        lines.remove(GOOD.get(line("'at':32,'client':'bob','room':'r','message':'ann/4'")));
        assertThat(judge(lines).violations()).isEmpty();
        lines.add(lines.indexOf(GOOD.get(line("'at':33"))) + 1, live("ann/4", "D"));
        assertThat(judge(lines).violations()).extracting(Violation::kind).containsExactly(Kind.HEARD_TWICE);
    }

    @Test
    void orderWithinASubscriptionOverAHoleIsOwed() throws IOException {
        assertThat(judge(overAHole(live("ann/4", "D"), live("ann/3", "C"))).violations())
                .extracting(Violation::kind)
                .containsExactly(Kind.HEARD_IN_DISORDER);
    }

    @Test
    void positionsOfAReplayThatFailedCoverNothing() throws IOException {
        String replayed = GOOD.get(line("'at':31"));
        List<String> lines = overAHole();
        int failed = lines.indexOf(replayed) - 2;
        lines.add(failed, replayed);
        assertThat(judge(lines).violations()).isEmpty();
        lines.replaceAll(line -> line.replace("'back':true", "'back':false"));
        assertThat(judge(lines).violations()).extracting(Violation::kind).containsExactly(Kind.HEARD_TWICE);
    }

    @Test
    void allowedClosesAndTimesAreNoViolation() throws IOException {
        List<String> lines = new ArrayList<>(GOOD);
        lines.set(0, "{'event':'run','at':0,'mayClose':['close 1012','close 1006'],'liveWithin':0.013}");
        assertThat(judge(lines).violations()).isEmpty();
    }

    @Test
    void lateMessageIsCountedAndNoDisorder() throws IOException {
        List<String> lines = new ArrayList<>(GOOD);
        int first = line("'at':32");
        String late = lines.remove(first).replace("'position':true", "'position':true,'late':true");
        lines.add(first + 1, late);
        Verdict verdict = judge(lines);
        assertThat(verdict.violations()).isEmpty();
        assertThat(verdict.late()).isOne();
    }

    @Test
    void unknownEventsAndLinesThatAreNoJsonAreRefusedWithTheirNumber() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> judge(List.of(GOOD.getFirst(), "{'event':'sang'}")))
                .withMessageContaining("line 2")
                .withMessageContaining("sang");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> judge(List.of("no json")))
                .withMessageContaining("line 1");
    }

    @Test
    void exitCodesTellGoodBrokenAndUnreadable() throws IOException {
        Path good = directory.resolve("good.jsonl");
        Files.write(good, GOOD.stream().map(line -> line.replace('\'', '"')).toList());
        Path cut = directory.resolve("cut.jsonl");
        Files.write(cut, Files.readAllLines(good).subList(0, GOOD.size() - 1));
        assertThat(Check.run(good.toString())).isZero();
        assertThat(Check.run(good.toString(), cut.toString())).isOne();
        assertThat(Check.run(directory.resolve("none").toString())).isEqualTo(2);
        assertThat(Check.run()).isEqualTo(2);
    }
}
