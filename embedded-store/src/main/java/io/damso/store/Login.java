package io.damso.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The login of the store. A store has at most one user. */
record Login(String user, String password) {

    private static final Pattern USER = Pattern.compile("[!-~]{1,100}");

    /**
     * SASLprep (RFC 4013) does not change these characters, so client and server use the same password without
     * SASLprep.
     */
    private static final Pattern PASSWORD = Pattern.compile("[ -~]{8,500}");

    Login {
        if (!USER.matcher(user).matches()) {
            throw new InvalidOptionException(
                    "--user=" + user + " is not a name of up to 100 printable ASCII characters");
        }
        if (!PASSWORD.matcher(password).matches()) {
            throw new InvalidOptionException(
                    "The password of --user=" + user + " is not 8 to 500 printable ASCII characters");
        }
    }

    /**
     * Reads the login. The password is the first line of the file.
     *
     * @return null if neither a user nor a file is given
     * @throws InvalidOptionException if only one of them is given, or if a value is unusable
     */
    static @Nullable Login read(@Nullable String user, @Nullable Path passwordFile) {
        if (user == null && passwordFile == null) {
            return null;
        }
        if (user == null || passwordFile == null) {
            throw new InvalidOptionException("--user and --password-file must be given together");
        }
        try {
            return new Login(
                    user, Files.readString(passwordFile).lines().findFirst().orElse(""));
        } catch (IOException e) {
            throw new InvalidOptionException("--password-file=" + passwordFile + " cannot be read: " + e);
        }
    }

    /** Omits the password, so that it does not appear in logs. */
    @Override
    public String toString() {
        return "Login[user=" + user + "]";
    }
}
