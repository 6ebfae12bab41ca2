package io.damso.simulation;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.InvocationTargetException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Loads Damso anew, with a bug in one class, and searches for it. */
final class ChangedClasses extends ClassLoader {

    private static final String OURS = "io.damso.";

    private final PlantedBug bug;

    ChangedClasses(PlantedBug bug) {
        super(ChangedClasses.class.getClassLoader());
        this.bug = bug;
    }

    /**
     * What was found.
     *
     * @param seed of the schedule that breaks a guarantee
     * @param guarantee what does not hold; null if nothing was found
     */
    record Found(
            long seed,
            long schedules,
            double seconds,
            @Nullable String guarantee,
            List<String> steps) {}

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        synchronized (getClassLoadingLock(name)) {
            if (!name.startsWith(OURS)) {
                return super.loadClass(name, resolve);
            }
            Class<?> loaded = findLoadedClass(name);
            return loaded == null ? define(name) : loaded;
        }
    }

    private Class<?> define(String name) throws ClassNotFoundException {
        try (InputStream file = getParent().getResourceAsStream(name.replace('.', '/') + ".class")) {
            if (file == null) {
                throw new ClassNotFoundException(name);
            }
            byte[] compiled = file.readAllBytes();
            byte[] changed = name.equals(bug.className()) ? bug.plant(compiled) : compiled;
            return defineClass(name, changed, 0, changed.length);
        } catch (IOException e) {
            throw new ClassNotFoundException(name, e);
        }
    }

    /** Searches from a seed. */
    Found search(long seed, long nanos) {
        try {
            Class<?> search = loadClass(Search.class.getName());
            Object outcome = search.getMethod("from", long.class, long.class, long.class)
                    .invoke(null, seed, Long.MAX_VALUE, nanos);
            Object failure = get(outcome, "failure");
            List<String> steps = List.of();
            if (failure != null) {
                Object shrunk = search.getMethod("shrunk", failure.getClass()).invoke(null, failure);
                steps = ((List<?>) shrunk).stream().map(String::valueOf).toList();
            }
            return new Found(
                    failure == null ? 0 : (Long) number(failure, "seed"),
                    (Long) number(outcome, "schedules"),
                    (Long) number(outcome, "nanos") / 1e9,
                    failure == null ? null : (String) get(failure, "guarantee"),
                    steps);
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(e instanceof InvocationTargetException ? e.getCause() : e);
        }
    }

    private static Object number(Object record, String name) throws ReflectiveOperationException {
        Object value = get(record, name);
        if (value == null) {
            throw new AssertionError(name);
        }
        return value;
    }

    private static @Nullable Object get(Object record, String name) throws ReflectiveOperationException {
        return record.getClass().getMethod(name).invoke(record);
    }
}
