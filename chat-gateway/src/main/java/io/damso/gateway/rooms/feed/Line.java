package io.damso.gateway.rooms.feed;

import io.damso.gateway.rooms.position.Hole;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What was heard of one origin: everything up to its top, except in holes. Not thread-safe. */
final class Line {

    /**
     * Maximum number of holes; then two become one, and what was heard between them may be delivered again. There is no
     * position meanwhile.
     */
    static final int MAX_HOLES = 8;

    private long top;
    private boolean beyond;
    private long stamp;
    private @Nullable List<Gap> gaps;

    /**
     * Numbers that may be missing: above {@code after}, up to {@code last}.
     *
     * @param stamp ticket of the last barrier that had left when they were noticed
     * @param joined whether two became one, so that some between them were heard
     */
    private record Gap(long after, long last, long stamp, boolean joined) {

        private boolean has(long number) {
            return number > after && number <= last;
        }
    }

    /** Something of the origin comes after the barrier with this ticket left. */
    void touch(long ticket) {
        stamp = ticket;
    }

    /** Returns whether the origin was not touched since the barrier with this ticket left. */
    boolean isBefore(long ticket) {
        return stamp < ticket;
    }

    /** Returns the highest number that was heard, or is known to be published. */
    long top() {
        return top;
    }

    /** Returns the highest number that was heard, which the stored number does not cover; 0 if there is none. */
    long beyond() {
        return beyond ? reached() : 0;
    }

    /** Returns whether the stored number does not cover all of it. */
    boolean isBeyond() {
        return beyond;
    }

    boolean hasHoles() {
        return gaps != null;
    }

    boolean contains(long number) {
        List<Gap> all = gaps;
        return number <= top && (all == null || all.stream().noneMatch(gap -> gap.has(number)));
    }

    /** Returns the number up to which everything was heard. */
    long upTo() {
        return gaps == null ? top : gaps.getFirst().after();
    }

    /** Returns the highest number below which nothing is missing at the end. */
    long reached() {
        long reached = top;
        List<Gap> all = gaps == null ? List.of() : gaps;
        for (int i = all.size() - 1; i >= 0 && all.get(i).last() == reached; i--) {
            reached = all.get(i).after();
        }
        return reached;
    }

    /**
     * Adds the holes below {@link #reached}.
     *
     * @return whether they are exactly what is missing
     */
    boolean addHoles(String origin, List<Hole> holes) {
        long reached = reached();
        boolean exact = true;
        List<Gap> all = gaps == null ? List.of() : gaps;
        for (Gap gap : all) {
            if (gap.last() <= reached) {
                exact &= !gap.joined();
                add(new Hole(origin, gap.after(), gap.last()), holes);
            }
        }
        return exact;
    }

    /** Adds a hole; two that touch are one. */
    private static void add(Hole hole, List<Hole> holes) {
        Hole before = holes.isEmpty() ? hole : holes.getLast();
        if (before.last() == hole.after() && before.origin().equals(hole.origin())) {
            holes.set(holes.size() - 1, new Hole(hole.origin(), before.after(), hole.last()));
        } else {
            holes.add(hole);
        }
    }

    /** Records a number, before which nothing new is missing. */
    void heard(long number) {
        if (number > top) {
            top = number;
            beyond = true;
        } else {
            fill(number);
        }
    }

    private void fill(long number) {
        List<Gap> all = gaps;
        if (all == null) {
            return;
        }
        List<Gap> left = new ArrayList<>();
        for (Gap gap : all) {
            if (!gap.has(number)) {
                left.add(gap);
                continue;
            }
            if (number - 1 > gap.after()) {
                left.add(new Gap(gap.after(), number - 1, gap.stamp(), gap.joined()));
            }
            if (number < gap.last()) {
                left.add(new Gap(number, gap.last(), gap.stamp(), gap.joined()));
            }
        }
        set(left);
    }

    /** Records that what is above the top may be missing, up to a number. */
    void hole(long last) {
        if (last <= top) {
            return;
        }
        List<Gap> all = gaps == null ? new ArrayList<>(1) : gaps;
        all.add(new Gap(top, last, stamp, false));
        top = last;
        beyond = true;
        if (all.size() > MAX_HOLES) {
            Gap newest = all.removeLast();
            all.set(all.size() - 1, new Gap(all.getLast().after(), newest.last(), stamp, true));
        }
        gaps = all;
    }

    /** A stored number covers everything up to this number. */
    void covered(long number) {
        List<Gap> left = new ArrayList<>();
        for (Gap gap : gaps == null ? List.<Gap>of() : gaps) {
            if (gap.last() > number) {
                left.add(new Gap(Math.max(gap.after(), number), gap.last(), gap.stamp(), gap.joined()));
            }
        }
        set(left);
        top = Math.max(top, number);
        beyond = top > number;
    }

    /**
     * A barrier was passed: what was missing when it left, and a later number was heard of, was delivered or is never
     * stored. What is missing at the end may be stored later: its channel may have died before it.
     */
    void passed(long ticket) {
        List<Gap> all = gaps;
        if (all != null) {
            while (!all.isEmpty()
                    && all.getLast().last() == top
                    && all.getLast().stamp() < ticket) {
                top = all.removeLast().after();
            }
            all.removeIf(gap -> gap.stamp() < ticket);
            set(all);
        }
        if (stamp < ticket) {
            beyond = false;
        }
    }

    private void set(List<Gap> left) {
        gaps = left.isEmpty() ? null : left;
    }
}
