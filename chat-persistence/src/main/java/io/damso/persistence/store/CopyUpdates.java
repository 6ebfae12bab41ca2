package io.damso.persistence.store;

import io.damso.protocol.feeds.Copy;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Collects the copies that a batch adds to stored messages. For one thread. */
final class CopyUpdates {

    /** Maximum number of copies of a message; beyond that, the first and the newest ones stay. */
    static final int MAX_COPIES = 64;

    private final Map<String, List<Copy>> present = new HashMap<>();
    private final Map<String, List<Copy>> added = new HashMap<>();

    /** Notes which copies a stored message has. */
    void present(String id, List<Copy> copies) {
        present.put(id, copies);
    }

    /** Notes that a copy arrived. */
    void arrived(String id, Copy copy) {
        List<Copy> fresh = added.get(id);
        boolean known = present.getOrDefault(id, List.of()).contains(copy) || fresh != null && fresh.contains(copy);
        if (!known) {
            added.computeIfAbsent(id, any -> new ArrayList<>()).add(copy);
        }
    }

    /** Returns one update for each message that got a copy; empty if none did. */
    List<CopyUpdate> updates() {
        return added.entrySet().stream()
                .map(each -> update(each.getKey(), each.getValue()))
                .toList();
    }

    /** Two processes may add at the same time, so a set is added to, until the bound is reached. */
    private CopyUpdate update(String id, List<Copy> fresh) {
        List<Copy> all = new ArrayList<>(present.getOrDefault(id, List.of()));
        all.addAll(fresh);
        if (all.size() <= MAX_COPIES) {
            return new CopyUpdate(id, fresh, false);
        }
        List<Copy> kept = new ArrayList<>(all.subList(all.size() - MAX_COPIES, all.size()));
        kept.set(0, all.getFirst());
        return new CopyUpdate(id, kept, true);
    }
}
