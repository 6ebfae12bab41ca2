package io.damso.gateway.relay;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.damso.gateway.relay.Beacon.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class BeaconTests implements Beacon.Publisher, Beacon.Listener {

    private final List<String> published = new ArrayList<>();
    private final List<Consumer<Outcome>> outcomes = new ArrayList<>();
    private final List<String> told = new ArrayList<>();
    private final Beacon beacon = new Beacon(this, this);
    private long now = Long.MAX_VALUE - 1; // System.nanoTime may overflow

    @Override
    public void publish(String run, byte[] body, Consumer<Outcome> outcome) {
        published.add(run + " " + new String(body, US_ASCII));
        outcomes.add(outcome);
    }

    @Override
    public void shutdown() {}

    @Override
    public void missed() {
        told.add("missed");
    }

    @Override
    public void deaf() {
        told.add("deaf");
    }

    private void seconds(long seconds) {
        for (long i = 0; i < seconds; i++) {
            now += TimeUnit.SECONDS.toNanos(1);
            beacon.tick(now);
        }
    }

    private void live() {
        beacon.live("run", now);
        beacon.tick(now);
    }

    private void heard(String body) {
        beacon.received(body.getBytes(US_ASCII));
    }

    private void confirm() {
        outcomes.getLast().accept(Outcome.CONFIRMED);
    }

    @Test
    void nothingIsPublishedWithoutAQueue() {
        seconds(10);
        live();
        beacon.lost();
        seconds(10);
        assertThat(published).containsExactly("run 1 1");
    }

    @Test
    void everyBeaconThatIsHeardIsFollowedByTheNext() {
        live();
        for (int i = 1; i <= 20; i++) {
            confirm();
            heard("1 " + i);
            seconds(3);
        }
        assertThat(published).hasSize(21).endsWith("run 1 21");
        assertThat(told).isEmpty();
    }

    @Test
    void confirmedBeaconThatIsNotHeardShowsThatNothingArrives() {
        live();
        confirm();
        seconds(10);
        assertThat(told).isEmpty();
        seconds(2);
        assertThat(told).containsExactly("deaf");
        seconds(20);
        assertThat(told).as("until the queue is subscribed again").hasSize(1);
    }

    @Test
    void laterBeaconsGiveNoFurtherPatience() {
        live();
        for (int i = 0; i < 4; i++) {
            confirm();
            seconds(3);
        }
        assertThat(told).containsExactly("deaf");
    }

    @Test
    void returnedBeaconShowsItAtOnce() {
        live();
        outcomes.getLast().accept(Outcome.RETURNED);
        assertThat(told).containsExactly("deaf");
    }

    @Test
    void missingNumberShowsALoss() {
        live();
        confirm();
        seconds(3);
        confirm();
        heard("1 2");
        assertThat(told).containsExactly("missed");
        heard("1 1");
        seconds(3);
        confirm();
        heard("1 3");
        assertThat(told).hasSize(1);
    }

    @Test
    void nothingIsConcludedFromABeaconThatIsNotConfirmed() {
        live();
        for (int i = 0; i < 10; i++) {
            outcomes.getLast().accept(Outcome.UNKNOWN);
            seconds(3);
        }
        assertThat(published).hasSize(11).containsOnly("run 1 1");
        heard("1 1");
        confirm();
        seconds(3);
        assertThat(published).endsWith("run 1 2");
        assertThat(told).isEmpty();
    }

    @Test
    void beaconIsHeardBeforeItsConfirm() {
        live();
        heard("1 1");
        confirm();
        seconds(3);
        assertThat(published).endsWith("run 1 2");
        seconds(20);
        assertThat(told).isEmpty();
    }

    @Test
    void beaconsOfAnEarlierQueueDoNotCount() {
        live();
        Consumer<Outcome> ofTheFirst = outcomes.getLast();
        beacon.lost();
        live();
        ofTheFirst.accept(Outcome.CONFIRMED);
        ofTheFirst.accept(Outcome.RETURNED);
        heard("1 5");
        seconds(20);
        assertThat(told).isEmpty();
        assertThat(published).containsExactly("run 1 1", "run 2 1");
    }

    @Test
    void whatIsNoBeaconIsIgnored() {
        live();
        confirm();
        for (String body : List.of("", "1", "1 x", "1 -1", "1 1 1", "1 9223372036854775808", "\u0000")) {
            heard(body);
        }
        assertThat(told).isEmpty();
        heard("1 1");
        seconds(30);
        assertThat(told).isEmpty();
    }
}
