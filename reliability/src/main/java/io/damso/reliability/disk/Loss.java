package io.damso.reliability.disk;

/** What a disk loses when its process is killed. */
public enum Loss {
    /** Everything that was written and not forced. */
    UNFORCED,
    /** A random half of the pages that were written and not forced, as if the others had been written back early. */
    HALF_OF_UNFORCED,
    /** Everything that was written, forced or not: a disk that lies. With it nothing can be kept. */
    FORCED_TOO
}
