package io.damso.persistence.leases;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import com.rabbitmq.client.Connection;
import io.damso.protocol.BrokerTopology;
import io.damso.test.BrokerUser;
import io.damso.test.LogLines;
import io.damso.test.MongoStore;
import io.damso.test.RabbitBroker;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.time.Duration;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.slf4j.LoggerFactory;
import org.springframework.amqp.rabbit.connection.CachingConnectionFactory;
import org.springframework.data.mongodb.core.MongoTemplate;
import org.springframework.data.mongodb.core.SimpleMongoClientDatabaseFactory;
import tools.jackson.databind.json.JsonMapper;

/** Leases from a broker, with the permissions of persistence, and what is removed there. */
class LeasesIT {

    @RegisterExtension
    static final RabbitBroker broker = RabbitBroker.shared();

    @RegisterExtension
    static final MongoStore mongo = new MongoStore();

    private static final Duration SHORT = Duration.ofSeconds(1);
    private static final Duration NEVER = Duration.ofHours(1);

    private static SimpleMongoClientDatabaseFactory stores;
    private static CachingConnectionFactory connections;

    private final MeterRegistry meters = new SimpleMeterRegistry();
    private GatewayRuns runs;
    private GatewayInBroker gateway;
    private GatewayRun alive;
    private LeaseConsumer consumer;

    @BeforeAll
    static void writeInfoLines() {
        ((Logger) LoggerFactory.getLogger(RunRemoval.class)).setLevel(Level.INFO);
    }

    @BeforeAll
    static void connectPersistence() {
        stores = new SimpleMongoClientDatabaseFactory(mongo.uri() + "?serverSelectionTimeoutMS=500");
        connections = new CachingConnectionFactory(broker.host(), broker.amqpPort());
        connections.setVirtualHost(broker.virtualHost());
        connections.setUsername(BrokerUser.PERSISTENCE.login());
        connections.setPassword(broker.password(BrokerUser.PERSISTENCE));
    }

    @AfterAll
    static void disconnectPersistence() throws Exception {
        ((Logger) LoggerFactory.getLogger(RunRemoval.class)).setLevel(null);
        connections.destroy();
        stores.destroy();
    }

    @BeforeEach
    void connect() throws IOException {
        runs = new GatewayRuns(new MongoTemplate(stores));
        gateway = new GatewayInBroker(broker);
        alive = gateway.run(1);
    }

    @AfterEach
    void disconnect() throws IOException {
        consumer.stop();
        gateway.delete(alive.exchange());
        gateway.delete(alive.roomsExchange(0));
        gateway.close();
        runs.all().forEach(runs::remove);
    }

    private void consume(Duration duration) {
        LeaseBook book = new LeaseBook(duration, duration.multipliedBy(2).dividedBy(5));
        consumer =
                new LeaseConsumer(connections, runs, book, JsonMapper.builder().build(), meters);
        consumer.start();
    }

    @Test
    void runIsKeptWhileItsQueueExistsAndIsRemovedCompletelyAfterwards() throws Exception {
        consume(SHORT);
        GatewayRun dead = gateway.run(3);
        try (LogLines log = new LogLines()) {
            try (Connection owner = gateway.queue(dead)) {
                assertThat(owner.isOpen()).isTrue();
                gateway.renew(dead);
                awaitWithRenewals(
                        "the run is found alive twice",
                        () -> log.events().stream()
                                        .filter(line -> line.contains(dead.run()) && line.contains("it is kept"))
                                        .count()
                                >= 2);
                assertThat(gateway.exchanges(dead)).isEqualTo(4);
                assertThat(runs.all()).contains(dead, alive);
            }
            awaitWithRenewals("the run is removed", () -> isRemoved(dead));
            assertThat(log.events())
                    .anyMatch(line -> line.contains(dead.run()) && line.contains("3 exchanges of its rooms"));
        }
        assertThat(gateway.exchanges(alive)).isEqualTo(2);
        assertThat(runs.all()).containsExactly(alive);
        await("metrics")
                .until(() -> meters.get("damso.leases.removed").counter().count() == 1);
        assertThat(meters.get("damso.leases.runs").gauge().value()).isEqualTo(1);
    }

    @Test
    void endedRunIsRemovedAtOnceAndAnotherOfTheSameGatewayStays() throws Exception {
        consume(NEVER);
        GatewayRun ended = gateway.run(2);
        gateway.renew(alive);
        gateway.queue(ended).close();
        gateway.end(ended);
        await("the run is removed").until(() -> isRemoved(ended));
        assertThat(gateway.exchanges(alive)).isEqualTo(2);
        assertThat(runs.all()).containsExactly(alive);
    }

    @Test
    void endedRunIsRemovedAlthoughItsQueueIsDeletedAMomentLater() throws Exception {
        consume(NEVER);
        GatewayRun ended = gateway.run(1);
        Connection owner = gateway.queue(ended);
        gateway.end(ended);
        await("the run is stored").until(() -> runs.all().contains(ended));
        owner.close();
        await("the run is removed").until(() -> isRemoved(ended));
    }

    @Test
    void nextConsumerRemovesARunThatItKnowsFromTheStoreOnly() throws Exception {
        consume(NEVER);
        GatewayRun dead = gateway.run(1);
        gateway.renew(dead);
        await("the run is stored").until(() -> runs.all().contains(dead));
        consumer.stop();
        consume(SHORT);
        awaitWithRenewals("the run is removed", () -> isRemoved(dead));
        assertThat(gateway.exchanges(alive)).isEqualTo(2);
    }

    @Test
    void interruptedRemovalIsContinued() throws Exception {
        GatewayRun dead = gateway.run(3);
        runs.add(dead);
        gateway.delete(dead.exchange());
        gateway.delete(dead.roomsExchange(2));
        consume(SHORT);
        awaitWithRenewals("the rest is removed", () -> isRemoved(dead));
    }

    @Test
    void twoRemovalsOfTheSameRunAtTheSameTimeDoNoHarm() throws Exception {
        consume(NEVER);
        GatewayRun dead = gateway.run(5);
        CompletableFuture<OptionalInt> first = CompletableFuture.supplyAsync(() -> remove(dead));
        CompletableFuture<OptionalInt> second = CompletableFuture.supplyAsync(() -> remove(dead));
        assertThat(first.join()).isPresent();
        assertThat(second.join()).isPresent();
        assertThat(gateway.exchanges(dead)).isZero();
        assertThat(remove(dead)).hasValue(0);
    }

    @Test
    void unreadableLeasesDoNotHoldUpOthers() throws Exception {
        consume(NEVER);
        GatewayRun ended = gateway.run(1);
        gateway.publish("nonsense");
        gateway.publish("null");
        gateway.publish("{}");
        gateway.publish("{\"node\":\"n\",\"run\":\"" + "r".repeat(300) + "\",\"ended\":true}");
        gateway.end(ended);
        await("the run is removed").until(() -> isRemoved(ended));
        assertThat(runs.all()).isEmpty();
    }

    @Test
    void duringAStoreOutageNoRunIsJudgedAndNoLeaseIsLost() throws Exception {
        consume(SHORT);
        GatewayRun quiet = gateway.run(1);
        gateway.renew(quiet);
        awaitWithRenewals("both are stored", () -> runs.all().size() == 2);
        GatewayRun fresh = gateway.run(0);
        mongo.disconnect();
        try (LogLines log = new LogLines()) {
            gateway.end(fresh);
            awaitWithRenewals(
                    "the outage is noticed",
                    () -> log.events().stream().anyMatch(line -> line.contains("The store is not available")));
            renewFor(SHORT.multipliedBy(3));
            assertThat(gateway.exchanges(quiet)).isEqualTo(2);
            assertThat(log.ofTraces()).isZero();
        }
        mongo.reconnect();
        await("the fresh run is removed").atMost(Duration.ofSeconds(30)).until(() -> isRemoved(fresh));
        awaitWithRenewals("the quiet run is removed", () -> isRemoved(quiet));
        assertThat(gateway.exchanges(alive)).isEqualTo(2);
    }

    @Test
    void persistenceMayNotChangeOtherExchanges() throws Exception {
        consume(NEVER);
        try (Connection persistence = broker.connect(BrokerUser.PERSISTENCE)) {
            assertThat(isRefused(persistence, BrokerTopology.LIVE_EXCHANGE)).isTrue();
            assertThat(isRefused(persistence, BrokerTopology.REQUESTS_EXCHANGE)).isTrue();
        }
    }

    private static boolean isRefused(Connection connection, String exchange) throws IOException {
        try {
            connection.createChannel().exchangeDelete(exchange, true);
            return false;
        } catch (IOException e) {
            return e.getCause().getMessage().contains("ACCESS_REFUSED");
        }
    }

    private static OptionalInt remove(GatewayRun run) {
        try {
            return new RunExchanges(connections).remove(run);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private boolean isRemoved(GatewayRun run) throws IOException {
        return gateway.exchanges(run) == 0 && !runs.all().contains(run);
    }

    /** Time is observed only while leases arrive, so one run goes on renewing its lease. */
    private void awaitWithRenewals(String description, Callable<Boolean> condition) {
        await(description)
                .atMost(Duration.ofSeconds(30))
                .pollInterval(Duration.ofMillis(100))
                .until(() -> {
                    gateway.renew(alive);
                    return condition.call();
                });
    }

    private void renewFor(Duration time) {
        long end = System.nanoTime() + time.toNanos();
        awaitWithRenewals("time passes", () -> System.nanoTime() - end > 0);
    }
}
