package io.damso.persistence.ingest.deadletter;

import com.rabbitmq.client.AuthenticationFailureException;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.ShutdownSignalException;
import io.damso.protocol.BrokerTopology;
import java.io.IOException;
import java.io.PrintStream;
import java.net.ConnectException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.logging.LoggingSystem;

/**
 * The command {@code ./damso dlq}: lists, replays and drops dead letters. It connects as the operator's user, so the
 * service needs no permission to read them. Exit codes: 0 if all that was asked for is done, 1 if not.
 */
public final class DeadLetterCommand {

    private static final String USER = "damso-admin";
    private static final int CONNECT_TIMEOUT_MILLIS = 5_000;

    private final PrintStream out;
    private final PrintStream error;

    DeadLetterCommand(PrintStream out, PrintStream error) {
        this.out = out;
        this.error = error;
    }

    /** Runs the command; {@link DeadLetterOptions} lists the options. */
    public static void main(String[] arguments) {
        // Only what this class prints: without Spring, the libraries would log to standard output.
        LoggingSystem.get(DeadLetterCommand.class.getClassLoader()).beforeInitialize();
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        PrintStream error = new PrintStream(System.err, true, StandardCharsets.UTF_8);
        System.exit(new DeadLetterCommand(out, error).run(arguments));
    }

    private int run(String... arguments) {
        try {
            DeadLetterOptions options = DeadLetterOptions.parse(arguments);
            ConnectionFactory broker = new ConnectionFactory();
            broker.setHost("127.0.0.1");
            broker.setPort(options.port());
            broker.setVirtualHost(BrokerTopology.VIRTUAL_HOST);
            broker.setUsername(USER);
            broker.setPassword(Files.readString(options.passwordFile()).strip());
            broker.setConnectionTimeout(CONNECT_TIMEOUT_MILLIS);
            broker.setAutomaticRecoveryEnabled(false);
            return run(options, broker);
        } catch (ConnectException | TimeoutException e) {
            return fail("RabbitMQ does not answer; './damso status' shows what runs");
        } catch (AuthenticationFailureException e) {
            return fail("RabbitMQ refuses the password of " + USER + "; was it changed in the console?");
        } catch (IOException | ShutdownSignalException | IllegalArgumentException e) {
            return fail(String.valueOf(e.getMessage() == null ? e.getCause() : e.getMessage()));
        }
    }

    private int fail(String message) {
        error.println("damso: " + message);
        return 1;
    }

    /**
     * Runs the command on a broker.
     *
     * @return the exit code
     * @throws IOException if the broker refuses or the connection is lost; what was not removed is in the queue again
     * @throws TimeoutException if the broker does not answer
     */
    int run(DeadLetterOptions options, ConnectionFactory broker) throws IOException, TimeoutException {
        try (Connection connection = broker.newConnection("damso dlq");
                DeadLetterQueue letters = new DeadLetterQueue(connection)) {
            if (letters.size() == 0 && options.id() == null) {
                out.println("There are no dead letters.");
                return 0;
            }
            return switch (options.action()) {
                case LIST -> list(letters, options.limit());
                case REPLAY -> replay(letters, options, connection);
                case DROP -> drop(letters, options);
            };
        }
    }

    private int list(DeadLetterQueue letters, int limit) throws IOException {
        DeadLetterTable table = new DeadLetterTable(out);
        table.heading();
        int shown = Math.min(limit, letters.size());
        for (int number = 1; number <= shown; number++) {
            DeadLetter letter = letters.next();
            if (letter != null) {
                table.row(number, letter);
            }
        }
        out.println(
                shown == letters.size()
                        ? count(shown) + "."
                        : "The oldest " + shown + " of " + count(letters.size()) + "; --limit N lists more.");
        return 0;
    }

    private int replay(DeadLetterQueue letters, DeadLetterOptions options, Connection connection) throws IOException {
        int replayed = 0;
        int asked = 0;
        try (Replay replay = new Replay(connection)) {
            int number = 0;
            for (DeadLetter letter = letters.next(); letter != null; letter = letters.next()) {
                number++;
                if (!isMeant(letter, options)) {
                    continue;
                }
                asked++;
                String problem = problem(letter, replay);
                if (problem == null) {
                    letters.remove(letter);
                    replayed++;
                } else {
                    error.println(number + "  " + DeadLetterTable.printable(letter.id()) + " stays: "
                            + DeadLetterTable.printable(problem));
                }
            }
        }
        if (asked == 0) {
            return fail(unknown(options));
        }
        out.println("Replayed " + replayed + " of " + count(asked)
                + ". Their messages are stored now or return with a reason; subscribers do not receive them.");
        return replayed == asked ? 0 : 1;
    }

    /** Publishes the dead letter, and returns what prevented that, or null. */
    private static @Nullable String problem(DeadLetter letter, Replay replay) throws IOException {
        String unreadable = letter.unreadable();
        if (unreadable != null) {
            return "it cannot be read: " + unreadable;
        }
        return replay.publish(letter.entries()) ? null : "RabbitMQ did not confirm it into its partition";
    }

    private int drop(DeadLetterQueue letters, DeadLetterOptions options) throws IOException {
        int dropped = 0;
        for (DeadLetter letter = letters.next(); letter != null; letter = letters.next()) {
            if (isMeant(letter, options)) {
                letters.remove(letter);
                dropped++;
            }
        }
        if (dropped == 0) {
            return fail(unknown(options));
        }
        out.println("Dropped " + count(dropped) + ".");
        return 0;
    }

    private static boolean isMeant(DeadLetter letter, DeadLetterOptions options) {
        return options.id() == null || options.id().equals(letter.id());
    }

    private static String unknown(DeadLetterOptions options) {
        return "No dead letter has the id '" + DeadLetterTable.printable(options.id())
                + "'; './damso dlq list' shows the ids";
    }

    private static String count(int number) {
        return number == 1 ? "1 dead letter" : number + " dead letters";
    }
}
