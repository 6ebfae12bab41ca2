package io.damso.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The one user there is.
 *
 * @param user name; printable ASCII without spaces
 * @param password printable ASCII, at least {@value #MIN_PASSWORD} characters
 */
record Login(String user, String password) {

    static final String PASSWORD_VARIABLE = "DAMSO_STORE_PASSWORD";

    static final int MIN_PASSWORD = 8;

    private static final String WHERE = "give it in a file by --password-file or in the variable " + PASSWORD_VARIABLE;
    private static final Pattern USER = Pattern.compile("[!-~]{1,100}");

    /** RFC 4013 leaves these characters alone, so that client and server see the same password without preparing it. */
    private static final Pattern PASSWORD = Pattern.compile("[ -~]{" + MIN_PASSWORD + ",500}");

    Login {
        if (!USER.matcher(user).matches()) {
            throw new InvalidOptionException(
                    "--user=" + user + " is not a name of up to 100 printable ASCII characters");
        }
        if (!PASSWORD.matcher(password).matches()) {
            throw new InvalidOptionException("The password of --user=" + user + " is not " + MIN_PASSWORD
                    + " to 500 printable ASCII characters");
        }
    }

    /** Returns null if there is neither a user nor a password; refuses one without the other, and two passwords. */
    static @Nullable Login read(@Nullable String user, @Nullable Path passwordFile, @Nullable String variable) {
        if (user == null) {
            if (passwordFile == null && variable == null) {
                return null;
            }
            String given = passwordFile != null ? "--password-file" : PASSWORD_VARIABLE;
            throw new InvalidOptionException(
                    given + " is there but --user is missing, so that nobody would be asked for it");
        }
        if (passwordFile != null && variable != null) {
            throw new InvalidOptionException("--password-file and " + PASSWORD_VARIABLE + " are both there; give one");
        }
        if (passwordFile == null && variable == null) {
            throw new InvalidOptionException("--user=" + user + " needs a password; " + WHERE);
        }
        return new Login(user, passwordFile != null ? firstLine(passwordFile) : variable);
    }

    private static String firstLine(Path file) {
        try {
            List<String> lines = Files.readAllLines(file);
            if (lines.isEmpty()) {
                throw new InvalidOptionException("--password-file=" + file + " is empty");
            }
            return lines.getFirst();
        } catch (IOException e) {
            throw new InvalidOptionException("--password-file=" + file + " cannot be read: " + e);
        }
    }

    /** Keeps the password out of logs. */
    @Override
    public String toString() {
        return "Login[user=" + user + "]";
    }
}
