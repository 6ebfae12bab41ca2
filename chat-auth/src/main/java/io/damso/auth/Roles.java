package io.damso.auth;

import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads the roles of a token; a claim in an unknown form gives no roles. */
final class Roles {

    private Roles() {}

    /**
     * Returns the roles of a claim: a list of strings, or one string with spaces between the roles.
     *
     * @param claim name of the claim, or a path with dots between the names, such as {@code realm_access.roles}
     */
    static Set<String> of(Map<String, ?> claims, String claim) {
        return texts(find(claims, claim)).filter(role -> !role.isBlank()).collect(Collectors.toUnmodifiableSet());
    }

    /** The whole name has precedence over a path: some issuers use URLs, which contain dots, as names. */
    private static @Nullable Object find(Map<String, ?> claims, String claim) {
        if (claims.containsKey(claim)) {
            return claims.get(claim);
        }
        Object found = claims;
        for (String name : claim.split("\\.")) {
            found = found instanceof Map<?, ?> map ? map.get(name) : null;
        }
        return found;
    }

    private static Stream<String> texts(@Nullable Object value) {
        return switch (value) {
            case String text -> Arrays.stream(text.split(" "));
            case Collection<?> several ->
                several.stream().filter(String.class::isInstance).map(String.class::cast);
            case null, default -> Stream.empty();
        };
    }
}
