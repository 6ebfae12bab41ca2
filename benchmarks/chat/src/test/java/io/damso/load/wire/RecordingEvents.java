package io.damso.load.wire;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Records as text what a decoder has read. */
final class RecordingEvents implements WireEvents {

    final List<String> seen = new ArrayList<>();

    @Override
    public void connected() {
        seen.add("connected");
    }

    @Override
    public void acknowledged(int number) {
        seen.add("acknowledged " + number);
    }

    @Override
    public void position(byte[] bytes, int from, int to) {
        seen.add("position " + new String(bytes, from, to - from, StandardCharsets.UTF_8));
    }

    @Override
    public void resumed(@Nullable String failure) {
        seen.add("resumed " + failure);
    }

    @Override
    public void message(byte[] bytes, int from, int to) {
        seen.add("message " + new String(bytes, from, to - from, StandardCharsets.UTF_8));
    }

    @Override
    public void pinged() {
        seen.add("pinged");
    }

    @Override
    public void refused(String text) {
        seen.add("refused " + text.lines().findFirst().orElse(""));
    }
}
