package io.damso.store.access;

import de.bwaldvogel.mongo.bson.Document;
import io.damso.store.refusal.Refusals;
import io.netty.channel.Channel;
import java.lang.management.ManagementFactory;
import java.lang.management.RuntimeMXBean;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** What the server says of itself. Counts connections and commands; thread-safe. */
final class ServerDescription {

    private static final int MAX_CONNECTIONS = 1_000_000;

    /**
     * As a MongoDB that runs alone says: sessions may be named and mean nothing. Without it drivers would keep
     * transactions to themselves, with errors of their own.
     */
    private static final int SESSION_MINUTES = 30;

    private final AtomicInteger connections = new AtomicInteger();
    private final Map<Channel, Integer> idsOfOpen = new ConcurrentHashMap<>();
    private final LongAdder inserts = new LongAdder();
    private final LongAdder queries = new LongAdder();
    private final LongAdder updates = new LongAdder();
    private final LongAdder deletes = new LongAdder();
    private final LongAdder getMores = new LongAdder();
    private final LongAdder commands = new LongAdder();

    static Document ok() {
        return new Document("ok", 1.0);
    }

    void opened(Channel channel) {
        idsOfOpen.computeIfAbsent(channel, ignored -> connections.incrementAndGet());
    }

    void closed(Channel channel) {
        idsOfOpen.remove(channel);
    }

    /** Documents, not commands, are what MongoDB counts of inserts, updates and deletes. */
    void count(String command, Document query) {
        switch (command) {
            case "insert" -> inserts.add(size(query.get("documents")));
            case "update" -> updates.add(size(query.get("updates")));
            case "delete" -> deletes.add(size(query.get("deletes")));
            case "find" -> queries.increment();
            case "getMore" -> getMores.increment();
            default -> commands.increment();
        }
    }

    private static int size(@Nullable Object statements) {
        return statements instanceof Collection<?> collection ? collection.size() : 0;
    }

    /** Adds to a greeting what mongo-java-server leaves out. */
    void describe(Channel channel, String command, Document reply) {
        reply.append("helloOk", true)
                .append("readOnly", false)
                .append("connectionId", idsOfOpen.get(channel))
                .append("logicalSessionTimeoutMinutes", SESSION_MINUTES);
        if (command.equals("hello")) {
            reply.remove("ismaster");
            reply.append("isWritablePrimary", true);
        }
    }

    /**
     * Returns the basic parts of MongoDB's {@code serverStatus}. Made here, because mongo-java-server's own fails on a
     * machine that cannot resolve its own name.
     *
     * @param version the server version that clients are told
     */
    Document serverStatus(Object version) {
        RuntimeMXBean process = ManagementFactory.getRuntimeMXBean();
        Runtime runtime = Runtime.getRuntime();
        long used = runtime.totalMemory() - runtime.freeMemory();
        return new Document("version", version)
                .append("process", "embedded-store")
                .append("pid", process.getPid())
                .append("uptime", (double) TimeUnit.MILLISECONDS.toSeconds(process.getUptime()))
                .append("uptimeMillis", process.getUptime())
                .append("localTime", Instant.now())
                .append("connections", new Document("current", idsOfOpen.size())
                        .append("available", MAX_CONNECTIONS - idsOfOpen.size())
                        .append("totalCreated", connections.get()))
                .append("mem", new Document("bits", 64)
                        .append("resident", (int) (used >> 20))
                        .append("supported", true))
                .append("opcounters", new Document("insert", inserts.sum())
                        .append("query", queries.sum())
                        .append("update", updates.sum())
                        .append("delete", deletes.sum())
                        .append("getmore", getMores.sum())
                        .append("command", commands.sum()))
                .append("ok", 1.0);
    }

    static Document listCommands() {
        Document listed = new Document();
        Refusals.commands().stream().sorted().forEach(name -> listed.append(name, new Document("help", "")));
        return new Document("commands", listed).append("ok", 1.0);
    }
}
