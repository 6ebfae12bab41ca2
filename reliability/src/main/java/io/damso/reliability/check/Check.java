package io.damso.reliability.check;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** {@code ./damso check FILE...}: judges histories. */
public final class Check {

    private static final int MOST_SHOWN = 20;

    private Check() {}

    /**
     * Prints the ledger of each file and what it proves to be broken. Exit codes: 0 if nothing, 1 if something, 2 if a
     * file is no history.
     */
    public static void main(String... files) {
        System.exit(run(files));
    }

    static int run(String... files) {
        if (files.length == 0) {
            System.err.println("check: name at least one history");
            return 2;
        }
        boolean good = true;
        for (String file : files) {
            try {
                Verdict verdict = judge(Path.of(file));
                System.out.println(verdict);
                verdict.violations().stream().limit(MOST_SHOWN).forEach(each -> System.out.println("  " + each));
                if (verdict.violations().size() > MOST_SHOWN) {
                    System.out.printf(
                            "  ... and %d more%n", verdict.violations().size() - MOST_SHOWN);
                }
                good &= verdict.isGood();
            } catch (IOException | IllegalArgumentException e) {
                System.err.println("check: " + file + ": " + e.getMessage());
                return 2;
            }
        }
        return good ? 0 : 1;
    }

    /**
     * Judges a history.
     *
     * @throws IllegalArgumentException if a line is no event; the message names the line
     * @throws IOException if it cannot be read
     */
    public static Verdict judge(Path file) throws IOException {
        Checker checker = new Checker();
        JsonMapper json = new JsonMapper();
        int number = 0;
        try (BufferedReader lines = Files.newBufferedReader(file)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                number++;
                checker.accept(json.readTree(line));
            }
        } catch (IllegalArgumentException | JacksonException e) {
            throw new IllegalArgumentException("line " + number + " is no event of a history: " + e.getMessage(), e);
        }
        return checker.verdict();
    }
}
