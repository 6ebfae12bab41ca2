package io.damso.simulation;

import java.io.PrintWriter;
import java.security.SecureRandom;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code ./damso prove}: runs schedules, and prints the smallest one that breaks a guarantee. */
@Command(
        name = "damso prove",
        description = "Checks the guarantees of delivery in many orders of events, without servers.",
        sortOptions = false)
public final class Prove implements Callable<Integer> {

    private static final long LARGEST_SEED = 1_000_000_000_000L;

    @Spec
    private @Nullable CommandSpec spec;

    @Option(names = "--seed", description = "seed of the first schedule; the next ones follow it")
    private @Nullable Long seed;

    @Option(names = "--schedules", description = "number of schedules")
    private long schedules = Long.MAX_VALUE;

    @Option(names = "--minutes", description = "how long to run; one minute without --schedules")
    private @Nullable Double minutes;

    @Option(names = "--help", usageHelp = true, description = "print this text")
    private boolean help;

    /** Runs the command. */
    public static void main(String[] args) {
        System.exit(new CommandLine(new Prove()).execute(args));
    }

    /** Returns a seed that nobody has used. */
    static long newSeed() {
        return new SecureRandom().nextLong(LARGEST_SEED);
    }

    @Override
    public Integer call() {
        PrintWriter out = out();
        long first = seed == null ? newSeed() : seed;
        out.printf("Seed %d%n", first);
        out.flush();
        double limit = minutes != null ? minutes : schedules == Long.MAX_VALUE ? 1 : Integer.MAX_VALUE;
        Search.Outcome outcome = Search.from(first, schedules, (long) (limit * TimeUnit.MINUTES.toNanos(1)));
        double seconds = outcome.cpuNanos() / 1e9;
        out.printf(
                Locale.ROOT,
                "%,d schedules in %.1f s, %,.0f a minute of one core%n",
                outcome.schedules(),
                outcome.nanos() / 1e9,
                outcome.schedules() / seconds * 60);
        Search.Failure failure = outcome.failure();
        if (failure == null) {
            out.println("Every guarantee holds.");
            return 0;
        }
        out.println(report(failure));
        out.flush();
        return 1;
    }

    private PrintWriter out() {
        if (spec == null) {
            throw new IllegalStateException("picocli sets it");
        }
        return spec.commandLine().getOut();
    }

    /** Returns how to see a failure again, and what happens in a small schedule with it. */
    static String report(Search.Failure failure) {
        List<String> small = Search.explain(failure);
        return "A guarantee does not hold, " + failure.guarantee() + ": " + failure.message()
                + "\nAgain: ./damso prove --seed " + failure.seed()
                + " --schedules 1\nThe smallest schedule that was found:\n" + String.join("\n", small);
    }
}
